@echo off
rem Runs a Stencil command on Windows; "stencil --help" lists them. STENCIL_JAVA_OPTIONS holds options for Java.
rem From the sources it builds once, if there is no jar; after a change, run "mvn -B -DskipTests package".
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "home=%%~fI"

set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo stencil: There is no java. Install a JDK, 17 or newer, or set JAVA_HOME. 1>&2
  exit /b 2
)

if exist "%home%\pom.xml" goto sources

rem An unpacked release. Java itself lists the jars in a folder that ends in \*.
set "jar="
for %%J in ("%home%\plugins\Stencil_-*.jar") do set "jar=%%~fJ"
set "classes=%jar%;%home%\jars\*;%home%\jars\win64\*;%home%\bin\lib\*"
goto run

:sources
call :newest
if not defined jar (
  echo stencil: building ^(once^) 1>&2
  call mvn -B -q -f "%home%\pom.xml" -DskipTests package 1>&2
  if errorlevel 1 exit /b 2
  call :newest
)
if /i not "%~1"=="install" goto classpath
if exist "%home%\target\release\plugins\Stencil_-*.jar" goto classpath
echo stencil: building what is to be installed 1>&2
call mvn -B -q -f "%home%\pom.xml" -DskipTests -Drelease.phase=package package 1>&2
if errorlevel 1 exit /b 2

:classpath
set "libraries="
for /f "usebackq delims=" %%C in ("%home%\target\stencil.classpath") do set "libraries=%%C"
set "classes=%jar%;%libraries%"

:run
if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=1"
"%java%" --enable-native-access=ALL-UNNAMED "-Dstencil.home=%home%" -cp "%classes%" %STENCIL_JAVA_OPTIONS% io.github.stencil.front.line.Main %*
exit /b %errorlevel%

:newest
set "jar="
for /f "delims=" %%J in ('dir /b /o:d "%home%\target\Stencil_-*.jar" 2^>nul ^| findstr /v /r /c:"-sources\.jar$" /c:"-tests\.jar$"') do set "jar=%home%\target\%%J"
exit /b 0
