"""What giving a customer changes beside the owner: out of the pool it is a customer again."""

from office_content import content_of

from loancrm_desktop.services.ownership import pool, transfer


def status(office, customer_id):
    return content_of(office)["customer"][customer_id]["status"]


def test_out_of_the_pool_it_is_a_prospect_or_followed_again(office, owner, chen, of_li, bare):
    office.do(owner, pool.release, [of_li.id, bare.id])
    assert status(office, of_li.id) == status(office, bare.id) == "pool"
    office.do(owner, transfer.transfer, [of_li.id, bare.id], chen.user_id)
    assert status(office, of_li.id) == "following"
    assert status(office, bare.id) == "prospect"


def test_another_status_stays_as_it_is(office, owner, chen, of_li):
    office.do(owner, transfer.transfer, [of_li.id], chen.user_id)
    assert status(office, of_li.id) == "following"
