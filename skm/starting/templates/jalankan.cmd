@echo off
rem Klik dua kali: hitung survei di folder ini, buka halamannya, jendela tetap terbuka.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
title skm
rem pushd, bukan cd: folder di jaringan (\\server\...) pun bisa.
pushd "%~dp0"
set "PYTHONUTF8=1"
set "PY="
set "PYARGS="

if exist ".venv\Scripts\python.exe" ".venv\Scripts\python.exe" -c "import skm" >nul 2>nul && set "PY=.venv\Scripts\python.exe"
if defined PY goto jalan
{% if python %}
"{{ python }}" -c "import skm" >nul 2>nul && set "PY={{ python }}"
if defined PY goto jalan
{% endif %}
py -3 -c "import skm" >nul 2>nul && set "PY=py" && set "PYARGS=-3"
if defined PY goto jalan
python -c "import skm" >nul 2>nul && set "PY=python"
if defined PY goto jalan

py -3 -c "" >nul 2>nul && goto tanpa_skm
python -c "" >nul 2>nul && goto tanpa_skm
echo Python belum ada di komputer ini.
echo   1. Pasang Python 3.11 atau lebih baru dari https://www.python.org/downloads/
echo      Centang "Add python.exe to PATH" saat memasang.
echo   2. Pasang program skm: buka folder program itu, lalu ketik: python -m pip install .
echo   3. Klik dua kali lagi berkas ini.
goto selesai

:tanpa_skm
echo Python sudah ada, tetapi program skm belum terpasang.
echo   Buka folder program skm di Command Prompt, lalu ketik: python -m pip install .
echo   Sesudah itu klik dua kali lagi berkas ini.
goto selesai

:jalan
"%PY%" %PYARGS% -m skm run
if errorlevel 2 goto gagal
if errorlevel 1 echo Hasil belum utuh: baca pesan di atas.
if exist "reports\index.html" "%PY%" %PYARGS% -m skm open
goto selesai

:gagal
echo Survei belum bisa dihitung: baca pesan di atas.

:selesai
echo.
echo Tekan sembarang tombol untuk menutup jendela ini.
pause >nul
popd
