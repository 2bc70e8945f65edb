from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('potluck', '0006_terms_of_lunches')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Erased',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'erased', 'app': 'potluck', 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='NotWith',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('person_id', fields.CharField(db_index=True, max_length=64)),
                ('other_id', fields.CharField(db_index=True, max_length=64)),
            ],
            options={'table': 'not_with', 'app': 'potluck', 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='Reason',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('message_id', fields.CharField(db_index=True, max_length=64)),
                ('to_id', fields.CharField(db_index=True, max_length=64)),
                ('at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('verdict', fields.CharField(max_length=8)),
                ('rule', fields.CharField(default='', max_length=64)),
            ],
            options={'table': 'reason', 'app': 'potluck', 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='Retention',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('state', fields.CharField(max_length=32)),
                ('due_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
                ('tries', fields.IntField(default=0)),
            ],
            options={'table': 'retention', 'app': 'potluck', 'pk_attr': 'id'},
            bases=['DueRow'],
        ),
        ops.AlterField(
            model_name='Entry',
            name='from_id',
            field=fields.CharField(max_length=64),
        ),
        ops.AlterField(
            model_name='Entry',
            name='to_id',
            field=fields.CharField(default='', max_length=64),
        ),
        ops.AddIndex(
            model_name='Entry',
            index=Index(fields=['from_id', 'team', 'kind', 'at']),
        ),
        ops.AddIndex(
            model_name='Entry',
            index=Index(fields=['to_id', 'kind', 'at']),
        ),
        ops.AddIndex(
            model_name='Entry',
            index=Index(fields=['team', 'kind', 'at']),
        ),
        ops.AddField(
            model_name='Message',
            name='awaits',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Message',
            name='by_hand',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Message',
            name='topic',
            field=fields.CharField(default='', db_index=True, db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='Message',
            name='with_id',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='Person',
            name='calendar_hours',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Person',
            name='celebrate',
            field=fields.CharField(default='openly', db_default='openly', max_length=16),
        ),
        ops.AddField(
            model_name='Person',
            name='is_administrator',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Person',
            name='joined_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Person',
            name='own_hours',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
    ]
