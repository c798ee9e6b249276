#!/bin/sh
# Starts the installed program. Settings of this computer's administrator: /etc/quancai/desktop.env
if [ -r /etc/quancai/desktop.env ]; then
    set -a
    . /etc/quancai/desktop.env
    set +a
fi
# The Qt inside has no plug-in for fcitx, and fcitx answers to the name of ibus.
case "${QT_IM_MODULE:-}" in
    "" | fcitx | fcitx5) export QT_IM_MODULE=ibus ;;
esac
exec /opt/quancai/quancai "$@"
