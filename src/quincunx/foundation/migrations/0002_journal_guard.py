from django.db import migrations

from quincunx.foundation import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("foundation", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
