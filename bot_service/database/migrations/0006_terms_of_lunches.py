from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('potluck', '0005_faults_of_mailboxes')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Lunch',
            name='terms_kept',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddIndex(
            model_name='Lunch',
            index=Index(fields=['state', 'starts_at']),
        ),
        ops.AddIndex(
            model_name='Person',
            index=Index(fields=['state']),
        ),
    ]
