#!/bin/sh
# Installs Debian's Chromium for the browser tests, where this user may install packages.
set -eu
if [ "$(id -u)" -eq 0 ]; then run=""; else run="sudo -n"; fi
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq
$run apt-get install -qq --no-install-recommends chromium >/dev/null
