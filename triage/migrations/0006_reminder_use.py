from datetime import timedelta

from django.db import migrations, models


def of_use_for_a_while(apps, schema_editor):
    mails = apps.get_model("triage", "Reminder").objects.filter(channel="email", state="planned")
    mails.update(useful_until=models.F("due_at") + timedelta(days=3))


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0005_push'),
    ]

    operations = [
        migrations.RunPython(of_use_for_a_while, migrations.RunPython.noop),
    ]
