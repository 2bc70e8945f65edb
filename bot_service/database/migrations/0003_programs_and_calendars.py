from tortoise import migrations
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from typing import Any
from tortoise import fields


async def keep_times_offered(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """What was one column for lunch and one for coffee is now a list of choices; open invitations keep their times."""
    lunch: Any = apps.get_model("potluck.Lunch")
    for row in await lunch.all().using_db(editor.client):
        offered = (("lunch", row.lunch_at, 45), ("coffee", row.coffee_at, 30))
        row.choices_kept = [{"form": form, "at": at.isoformat(), "minutes": long} for form, at, long in offered if at]
        await row.save(using_db=editor.client, update_fields=["choices_kept"])
    EXECUTOR_CACHE.clear()  # Tortoise would go on with the columns of then


async def keep_rhythm(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """What was a number of days is now a number of weeks; the weekday was Wednesday for everybody and Friday for hosts."""
    program: Any = apps.get_model("potluck.Program")
    for row in await program.all().using_db(editor.client):
        weekday = 4 if row.kind == "host" else 2
        row.cadence_kept = {"weeks": row.every_days // 7, "weekday": weekday, "at": "07:00:00", "zone": "UTC"}
        await row.save(using_db=editor.client, update_fields=["cadence_kept"])
    EXECUTOR_CACHE.clear()


class Migration(migrations.Migration):
    dependencies = [('potluck', '0002_round_order_and_why')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Mailbox',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('state', fields.CharField(max_length=32)),
                ('due_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
                ('tries', fields.IntField(default=0)),
                ('address', fields.CharField(max_length=256)),
                ('delta_link', fields.TextField(default='', unique=False)),
                ('reads_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('subscription_id', fields.CharField(default='', max_length=128)),
                ('subscription_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('client_state', fields.CharField(default='', max_length=128)),
                ('fault', fields.CharField(default='', max_length=512)),
            ],
            options={'table': 'mailbox', 'app': 'potluck', 'pk_attr': 'id'},
            bases=['DueRow'],
        ),
        ops.CreateModel(
            name='Preference',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('books_for_me', fields.BooleanField(default=False)),
                ('online_only', fields.BooleanField(default=False)),
                ('site', fields.CharField(default='', max_length=128)),
                ('own_lunch_is_free', fields.BooleanField(default=False)),
                ('most_a_month', fields.IntField(default=0)),
                ('lunch_windows', fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('coffee_windows', fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('days', fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
            ],
            options={'table': 'preference', 'app': 'potluck', 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='Sitting',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('program_id', fields.CharField(db_index=True, max_length=64)),
                ('person_id', fields.CharField(db_index=True, max_length=64)),
                ('until', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'sitting_out', 'app': 'potluck', 'pk_attr': 'id'},
            bases=['Row'],
        ),
        ops.AddField(
            model_name='CheckIn',
            name='why_missed',
            field=fields.CharField(default='', db_default='', max_length=16),
        ),
        ops.AddField(
            model_name='CheckIn',
            name='worth',
            field=fields.BooleanField(null=True),
        ),
        ops.AddField(
            model_name='Guest',
            name='response',
            field=fields.CharField(default='', db_default='', max_length=16),
        ),
        ops.AddField(
            model_name='Lunch',
            name='choices_kept',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Lunch',
            name='instead',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Lunch',
            name='is_online',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Lunch',
            name='organiser',
            field=fields.CharField(default='', db_default='', max_length=256),
        ),
        ops.AddField(
            model_name='Lunch',
            name='place',
            field=fields.CharField(default='', db_default='', max_length=256),
        ),
        ops.AddField(
            model_name='Lunch',
            name='program_id',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='Lunch',
            name='seats',
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.RunPython(keep_times_offered),
        ops.RemoveField(model_name='Lunch', name='coffee_at'),
        ops.RemoveField(model_name='Lunch', name='lunch_at'),
        ops.AddField(
            model_name='Person',
            name='country',
            field=fields.CharField(default='', db_default='', max_length=2),
        ),
        ops.AddField(
            model_name='Person',
            name='site',
            field=fields.CharField(default='', db_default='', max_length=128),
        ),
        ops.AddField(
            model_name='Program',
            name='cadence_kept',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Program',
            name='executive_id',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='Program',
            name='host_id',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='Program',
            name='members_kept',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Program',
            name='terms_kept',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.RunPython(keep_rhythm),
        ops.RemoveField(model_name='Program', name='every_days'),
        ops.AddField(
            model_name='Round',
            name='form',
            field=fields.CharField(default='', db_default='', max_length=8),
        ),
        ops.AddField(
            model_name='Round',
            name='only',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Round',
            name='second',
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
