"""`quancai package provision`: one signed file beside an unmodified bundle makes it a county's."""

import argparse
from datetime import timedelta
from pathlib import Path

from quancai.commands.package_arguments import Part, add_act
from quancai.exit_codes import ExitCode
from resources.words import Words


def add_provisioning(acts: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    text = words.text
    provision = add_act(
        acts,
        words,
        "provision",
        "quancai package provision --county 350581 --server https://relay.example --ca relay-ca.pem "
        "--registry-root /var/lib/quancai/public/roots --keys DIR --out /media/stick",
        (Part.KEYS,),
        run=_provision,
    )
    provision.add_argument(
        "--county", action="append", required=True, metavar="DIVISION", help=text("terminal.package.county")
    )
    provision.add_argument("--server", required=True, metavar="ADDRESS", help=text("terminal.package.server"))
    provision.add_argument("--ca", type=Path, metavar="FILE.pem", help=text("terminal.package.ca"))
    provision.add_argument(
        "--registry-root", type=Path, required=True, metavar="FILE", help=text("terminal.package.roots")
    )
    provision.add_argument("--ring", choices=("pilot", "early", "all"), default="all")
    provision.add_argument("--updates", metavar="ADDRESS", help=text("terminal.package.source"))
    provision.add_argument(
        "--days", type=int, default=365, metavar="N", help=text("terminal.package.profile_days")
    )
    provision.add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help=text("terminal.package.profile_out")
    )


def _provision(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.inviting import names_of  # noqa: PLC0415 - the server is heavy
    from server_stub.platform.scope import city_scope  # noqa: PLC0415
    from server_stub.public_files import roots_in_file  # noqa: PLC0415
    from sync.adapters.system import SystemClock  # noqa: PLC0415
    from updates.moments import moment_of  # noqa: PLC0415
    from updates.profile import Profile, sign_profile  # noqa: PLC0415
    from updates.provisioned import PROFILE_NAME  # noqa: PLC0415
    from updates.release import read_ring  # noqa: PLC0415

    places = city_scope(arguments.county)
    profile = Profile(
        places=places,
        server=arguments.server,
        authorities=None if arguments.ca is None else arguments.ca.read_text("ascii"),
        roots=roots_in_file(arguments.registry_root).digest.hex(),
        ring=read_ring(arguments.ring),
        source=arguments.updates,
        expires=moment_of(SystemClock().now_ms()) + timedelta(days=arguments.days),
    )
    place = arguments.out / PROFILE_NAME if arguments.out.is_dir() else arguments.out
    place.write_bytes(sign_profile(profile, arguments.keys))
    print(
        words.text(
            "terminal.package.provisioned",
            path=place,
            places="、".join(names_of(places)),
            until=f"{profile.expires:%Y-%m-%d}",
        )
    )
    return ExitCode.OK
