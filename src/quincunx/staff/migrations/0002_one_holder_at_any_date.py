"""A chair has one holder on any day, said by PostgreSQL itself.

Keys are written as ranges of one, which GiST compares without an extension.
SQLite cannot say this; `appoint` checks it under the lock of the area on both.
"""

from django.db import migrations

ADD = """
ALTER TABLE staff_appointment
ADD CONSTRAINT a_chair_has_one_holder_on_any_day EXCLUDE USING gist (
    int8range(area_id, area_id, '[]') WITH &&,
    int8range(function_id, function_id, '[]') WITH &&,
    int8range(chair, chair, '[]') WITH &&,
    daterange(starts, ends, '[)') WITH &&
) WHERE (chair IS NOT NULL AND state IN ('active', 'ended'))
"""
DROP = "ALTER TABLE staff_appointment DROP CONSTRAINT a_chair_has_one_holder_on_any_day"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(on_postgresql(ADD), on_postgresql(DROP))]
