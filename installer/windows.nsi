; Installs the built folder for one person, without administrator's rights.
; makensis -DVERSION=0.1.0 -DPAYLOAD=dist\LoanCRM -DOUT=dist\LoanCRM-0.1.0-setup.exe windows.nsi
Unicode true
!ifndef VERSION
  !error "give -DVERSION="
!endif
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\LoanCRM"

Name "LoanCRM 助贷客户管理 ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\LoanCRM"
SetCompressor /SOLID lzma

!include MUI2.nsh
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

Section
  ; An older version's files must not stay beside the new ones. Offices live elsewhere.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*"
  CreateShortcut "$SMPROGRAMS\LoanCRM.lnk" "$INSTDIR\loancrm-desktop.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "LoanCRM 助贷客户管理"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" "$INSTDIR\uninstall.exe"
SectionEnd

Section Uninstall
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\loancrm.exe"
  Delete "$INSTDIR\loancrm-desktop.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\LoanCRM.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
