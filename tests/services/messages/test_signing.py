"""The signatures agree with the examples in the providers' own documentation."""

from loancrm_desktop.services.messages import signing

# Alibaba Cloud, Short Message Service, "Signature method": the example of SendSms.
ALIYUN = {
    "SignatureMethod": "HMAC-SHA1",
    "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
    "AccessKeyId": "testId",
    "SignatureVersion": "1.0",
    "Timestamp": "2017-07-12T02:42:19Z",
    "Format": "XML",
    "Action": "SendSms",
    "Version": "2017-05-25",
    "RegionId": "cn-hangzhou",
    "PhoneNumbers": "15300000001",
    "SignName": "阿里云短信测试专用",
    "TemplateParam": '{"customer":"test"}',
    "TemplateCode": "SMS_71390007",
    "OutId": "123",
}
# Tencent Cloud API, "Signature v3": the example of DescribeInstances, keys as printed there.
TENCENT_BODY = (
    rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
)


def test_aliyun_signs_as_its_documentation_does():
    assert signing.aliyun(ALIYUN, "testSecret", "GET") == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


def test_tencent_signs_as_its_documentation_does():
    request = signing.TencentRequest(
        "cvm.tencentcloudapi.com", "cvm", TENCENT_BODY, 1551113065, "DescribeInstances"
    )
    said = signing.tencent(request, "AKID" + "*" * 32, "*" * 32)
    assert said == (
        f"TC3-HMAC-SHA256 Credential=AKID{'*' * 32}/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )


def test_tencent_signs_without_an_action_as_its_older_documentation_does():
    request = signing.TencentRequest("cvm.tencentcloudapi.com", "cvm", TENCENT_BODY, 1551113065)
    said = signing.tencent(request, "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
                           "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")  # fmt: skip
    assert said.endswith("72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")


def test_a_gateways_signature_is_over_time_key_and_body():
    said = signing.gateway("s", 1, "k", b"{}")
    others = {
        signing.gateway(*each)
        for each in (("t", 1, "k", b"{}"), ("s", 2, "k", b"{}"), ("s", 1, "l", b"{}"),
                     ("s", 1, "k", b"[]"))
    }  # fmt: skip
    assert said not in others
    assert len(others) == 4
