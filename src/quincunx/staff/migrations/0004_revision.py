"""The token of the roll, and what turns it."""

from django.db import migrations, models

from quincunx.staff import turning


def begin(apps, schema_editor):
    apps.get_model("staff", "Revision").objects.create(pk=1, token="")


def install(apps, schema_editor):
    turning.install(schema_editor.connection)


def remove(apps, schema_editor):
    turning.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_access_key")]
    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("token", models.CharField(default="", max_length=32)),
            ],
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
