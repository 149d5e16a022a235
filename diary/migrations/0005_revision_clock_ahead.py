from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0004_episode_settled_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="clock_ahead",
            field=models.BigIntegerField(null=True),
        ),
    ]
