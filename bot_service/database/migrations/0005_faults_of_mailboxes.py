from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('potluck', '0004_other_times')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Mailbox',
            name='fault_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
