#!/bin/sh
# Make sure of a Chromium for the tests that drive the page: take the one that is there, else
# install the distribution's where that is allowed. Without one, those tests skip and say why;
# with CI=true a missing browser is an error.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Chromium for the browser tests ..." >&2
  if apt-get -qq update >&2 && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >&2; then
    exit 0
  fi
fi
if [ "${CI:-}" = true ]; then
  echo "no Chromium found and none could be installed: the browser tests cannot run" >&2
  exit 1
fi
echo "no Chromium found: the browser tests will be skipped" >&2
