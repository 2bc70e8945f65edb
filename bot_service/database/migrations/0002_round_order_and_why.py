from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('potluck', '0001_initial')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Lunch',
            name='why',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Round',
            name='begun_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
