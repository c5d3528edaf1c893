"""The program: `quincunx`, or `python -m quincunx`."""

from quincunx.cli.program import program

COMMANDS = {
    "init": "quincunx.cli.init",
    "demo": "quincunx.demo.command",
    "serve": "quincunx.cli.serve",
    "doctor": "quincunx.cli.doctor",
    "live": "quincunx.live.command",
    "duty": "quincunx.duty.command",
    "areas": "quincunx.cli.areas",
    "matters": "quincunx.cli.matters",
    "cases": "quincunx.cli.cases",
    "registers": "quincunx.cli.registers",
    "coverage": "quincunx.cli.coverage",
    "premises": "quincunx.cli.premises",
    "journal": "quincunx.cli.journal",
    "bench": "quincunx.bench.command",
}

main = program(COMMANDS)

if __name__ == "__main__":
    main()
