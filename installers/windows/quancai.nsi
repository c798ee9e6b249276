; The Windows installer: one computer, all its people, Chinese and English, with or without somebody watching.
; Called by installers/nsis.py, which defines SOURCE (PyInstaller's folder), VERSION, BUILT_AT and TARGET.
;
;   quancai-setup.exe /S [/D=C:\Quancai] [/ENROLL=E:\enroll.qjy] [/PROFILE=E:\profile.qzp] [/HUB=https://relay.example]
;
; Exit codes: 0 done · 1 given up by a person · 3 a newer version is installed · 4 the program is running · 5 installed,
; and its self-check failed · 6 installed, but %ProgramData%\Quancai could not be given to administrators, so nothing was laid
; there · 7 installed, but what /ENROLL or /PROFILE names could not be copied. Of several, the highest. People's records lie
; in their own folders and are never touched here.
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
RequestExecutionLevel admin

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include x64.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Quancai"

Name "$(ProductName)"
OutFile "${TARGET}"
InstallDir "$PROGRAMFILES64\Quancai"
InstallDirRegKey HKLM "${UNINSTALL}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "识码速采"
VIAddVersionKey /LANG=2052 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 FileDescription "识码速采 安装程序"
VIAddVersionKey /LANG=2052 LegalCopyright "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString ProductName ${LANG_SIMPCHINESE} "识码速采"
LangString ProductName ${LANG_ENGLISH} "Quancai"
LangString Invitation ${LANG_SIMPCHINESE} "识码速采邀请文件"
LangString Invitation ${LANG_ENGLISH} "Invitation to Quancai"
LangString IsNewer ${LANG_SIMPCHINESE} "已经装有更新的版本（$R1）。旧程序读不了新程序写过的资料，没有做任何改动。请用更新的安装程序。"
LangString IsNewer ${LANG_ENGLISH} "A newer version ($R1) is installed. An older program cannot read what it has kept, so nothing was changed. Use a newer installer."
LangString IsRunning ${LANG_SIMPCHINESE} "识码速采正在运行。请先关闭它，再重新安装。"
LangString IsRunning ${LANG_ENGLISH} "Quancai is running. Close it, then install again."
LangString IsBroken ${LANG_SIMPCHINESE} "已安装，但自检没有通过。请运行 quancai-console.exe self-check，把结果发给技术支持。"
LangString IsBroken ${LANG_ENGLISH} "Installed, but its self-check failed. Run quancai-console.exe self-check and send what it says to support."
LangString IsOpen ${LANG_SIMPCHINESE} "已安装，但没能把 $APPDATA\Quancai 设为只有管理员能写，所以没有往里放任何文件。"
LangString IsOpen ${LANG_ENGLISH} "Installed, but $APPDATA\Quancai could not be given to administrators alone, so nothing was laid there."
LangString IsNotCopied ${LANG_SIMPCHINESE} "已安装，但没能拷贝：$R2"
LangString IsNotCopied ${LANG_ENGLISH} "Installed, but this could not be copied: $R2"
LangString Kept ${LANG_SIMPCHINESE} "各用户的采集资料没有删除（%LOCALAPPDATA%\Quancai）。"
LangString Kept ${LANG_ENGLISH} "Everybody's records were kept (%LOCALAPPDATA%\Quancai)."

Var GivenHub
Var GivenEnroll
Var GivenProfile
Var Told ; the exit code

Function .onInit
    ${IfNot} ${RunningX64}
        SetErrorLevel 1
        Abort
    ${EndIf}
    SetRegView 64
    SetShellVarContext all
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/HUB=" $GivenHub
    ${GetOptions} $R0 "/ENROLL=" $GivenEnroll
    ${GetOptions} $R0 "/PROFILE=" $GivenProfile
    ClearErrors
    ReadRegDWORD $0 HKLM "${UNINSTALL}" "BuiltAt"
    ReadRegStr $R1 HKLM "${UNINSTALL}" "DisplayVersion"
    ${If} $0 > ${BUILT_AT}
        MessageBox MB_ICONSTOP|MB_OK "$(IsNewer)" /SD IDOK
        SetErrorLevel 3
        Quit
    ${EndIf}
FunctionEnd

Function StopIfRunning
    ; A running program's file cannot be opened for writing.
    ${If} ${FileExists} "$INSTDIR\quancai.exe"
        ClearErrors
        FileOpen $0 "$INSTDIR\quancai.exe" a
        ${If} ${Errors}
            MessageBox MB_ICONSTOP|MB_OK "$(IsRunning)" /SD IDOK
            SetErrorLevel 4
            Quit
        ${EndIf}
        FileClose $0
    ${EndIf}
FunctionEnd

!macro Try COMMAND
    nsExec::ExecToLog '${COMMAND}'
    Pop $0
    ${If} $0 != 0
        StrCpy $Told 6
    ${EndIf}
!macroend

; Every user may make folders in %ProgramData%, and whoever made one may write in it. So the folder is taken over, whoever
; made it; what lay there keeps no right of its own; and the last line gives owners (S-1-3-4) no more than reading, or the
; one of an older file could give himself the rest. Numbers, because names of groups differ by language: S-1-5-32-544
; administrators, S-1-5-18 the system, S-1-5-32-545 users.
Function GuardMachineFolder
    ${GetFileAttributes} "$APPDATA\Quancai" "REPARSE_POINT" $0
    ${If} $0 = 1
        RMDir "$APPDATA\Quancai" ; a way to somewhere else: the way goes, what it leads to stays
    ${EndIf}
    CreateDirectory "$APPDATA\Quancai"
    !insertmacro Try '"$SYSDIR\takeown.exe" /F "$APPDATA\Quancai" /A'
    !insertmacro Try '"$SYSDIR\icacls.exe" "$APPDATA\Quancai" /reset /T /L /Q'
    !insertmacro Try '"$SYSDIR\icacls.exe" "$APPDATA\Quancai" /inheritance:r /grant:r *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX *S-1-3-4:(OI)(CI)RX /Q'
    ${If} $Told = 6
        MessageBox MB_ICONEXCLAMATION|MB_OK "$(IsOpen)" /SD IDOK
    ${EndIf}
FunctionEnd

; $R2 is copied to $R3 in the machine's folder.
Function LayThere
    ClearErrors
    CopyFiles /SILENT "$R2" "$APPDATA\Quancai\$R3"
    ${If} ${Errors}
    ${OrIfNot} ${FileExists} "$APPDATA\Quancai\$R3"
        MessageBox MB_ICONEXCLAMATION|MB_OK "$(IsNotCopied)" /SD IDOK
        StrCpy $Told 7
    ${EndIf}
FunctionEnd

Section "Quancai"
    StrCpy $Told 0
    Call StopIfRunning
    RMDir /r "$INSTDIR\_internal"
    SetOutPath "$INSTDIR"
    File /r "${SOURCE}/*"

    ; What an administrator brings lies where only administrators write (docs/updates.md).
    Call GuardMachineFolder
    ${If} $Told = 0
        ${If} $GivenEnroll != ""
            StrCpy $R2 $GivenEnroll
            StrCpy $R3 "enroll.qjy"
            Call LayThere
        ${EndIf}
        ${If} $GivenProfile != ""
            StrCpy $R2 $GivenProfile
            StrCpy $R3 "profile.qzp"
            Call LayThere
        ${EndIf}
    ${EndIf}
    ${If} $GivenHub != ""
        ; As the MSI does. A text in the registry needs no marks of quotation, so no address can end it.
        WriteRegStr HKLM "Software\Policies\Quancai" "Source" "$GivenHub/updates"
    ${EndIf}

    CreateShortCut "$SMPROGRAMS\$(ProductName).lnk" "$INSTDIR\quancai.exe" "app"
    WriteRegStr HKLM "Software\Classes\.qjy" "" "Quancai.Invitation"
    WriteRegStr HKLM "Software\Classes\Quancai.Invitation" "" "$(Invitation)"
    WriteRegStr HKLM "Software\Classes\Quancai.Invitation\DefaultIcon" "" "$INSTDIR\quancai.exe,0"
    WriteRegStr HKLM "Software\Classes\Quancai.Invitation\shell\open\command" "" '"$INSTDIR\quancai.exe" app "%1"'

    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "$(ProductName)"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayIcon" "$INSTDIR\quancai.exe"
    WriteRegStr HKLM "${UNINSTALL}" "Publisher" "Quancai"
    WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKLM "${UNINSTALL}" "BuiltAt" ${BUILT_AT}
    WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    IntFmt $0 "0x%08X" $0
    WriteRegDWORD HKLM "${UNINSTALL}" "EstimatedSize" "$0"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

    nsExec::ExecToLog '"$INSTDIR\quancai-console.exe" self-check'
    Pop $0
    ${If} $0 != 0
        MessageBox MB_ICONEXCLAMATION|MB_OK "$(IsBroken)" /SD IDOK
        ${If} $Told = 0
            StrCpy $Told 5
        ${EndIf}
    ${EndIf}
    ${If} $Told != 0
        SetErrorLevel $Told
    ${EndIf}
SectionEnd

Function un.onInit
    SetRegView 64
    SetShellVarContext all
FunctionEnd

Section "Uninstall"
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\quancai.exe"
    Delete "$INSTDIR\quancai-console.exe"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\$(ProductName).lnk"
    DeleteRegKey HKLM "Software\Classes\Quancai.Invitation"
    DeleteRegKey HKLM "Software\Classes\.qjy"
    DeleteRegKey HKLM "${UNINSTALL}"
    DetailPrint "$(Kept)"
SectionEnd
