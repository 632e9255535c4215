#!/usr/bin/env bash
# Installs what the tests need from Debian when it is missing; otherwise says what to install.
set -eu
needed=()
command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || needed+=(chromium-headless-shell)
compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || [ -n "${TEST_POSTGRESQL_URL:-}" ] || needed+=(postgresql)
command -v pdftoppm >/dev/null || needed+=(poppler-utils)
[ ${#needed[@]} -gt 0 ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Устанавливаются: ${needed[*]}…"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null
else
  echo "Для тестов не хватает программ. Установите их и повторите: sudo apt-get install ${needed[*]}" >&2
  exit 1
fi
