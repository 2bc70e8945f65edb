from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

# Tortoise makes no index for a field that is added, and on SQLite it has dropped those of a table that it altered. Its own names.
INDEXES = [
    'CREATE INDEX IF NOT EXISTS "idx_ask_moved_a_660990" ON "ask" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_boost_moved_a_30ff24" ON "boost" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_boost_offer_moved_a_b24ea6" ON "boost_offer" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_check_in_moved_a_76819b" ON "check_in" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_directory_r_moved_a_d8eb28" ON "directory_reading" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_feed_moved_a_924866" ON "feed" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_inbox_moved_a_12f502" ON "inbox" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_leave_moved_a_58de52" ON "leave" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_lunch_moved_a_44d2c4" ON "lunch" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_mailbox_moved_a_e73a93" ON "mailbox" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_message_moved_a_044336" ON "message" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_person_moved_a_b6cae0" ON "person" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_post_moved_a_2cd70f" ON "post" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_program_moved_a_e35e8e" ON "program" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_retention_moved_a_249247" ON "retention" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_round_moved_a_3fd532" ON "round" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_share_moved_a_51b764" ON "share" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_shoutout_moved_a_0ccefc" ON "shoutout" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_story_moved_a_9ccce2" ON "story" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_success_moved_a_d5abda" ON "success" ("moved_at")',
    'CREATE INDEX IF NOT EXISTS "idx_message_topic_4bc5c3" ON "message" ("topic")',
    'CREATE INDEX IF NOT EXISTS "idx_lunch_due_at_ae18ea" ON "lunch" ("due_at")',
    'CREATE INDEX IF NOT EXISTS "idx_lunch_round_i_e0e765" ON "lunch" ("round_id")',
    'CREATE INDEX IF NOT EXISTS "idx_program_due_at_812827" ON "program" ("due_at")',
]


class Migration(migrations.Migration):
    dependencies = [('potluck', '0007_courtesy_and_consent')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Ask',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Boost',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='BoostOffer',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='CheckIn',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='DirectoryReading',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Feed',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Inbox',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Leave',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Lunch',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Mailbox',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Message',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Person',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Post',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Program',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Retention',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Round',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Share',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Shoutout',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Story',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Success',
            name='moved_at',
            field=fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False),
        ),
        ops.RunSQL(INDEXES),
    ]
