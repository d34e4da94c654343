"""All migrations of this app up to 0011, for a new database (fedcms.core.squashed_migration)."""

import django.db.models.deletion
import fedcms.core.i18n.translated_text
from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


def rename(apps, schema_editor):
    alias = schema_editor.connection.alias
    pages = apps.get_model("wagtailcore", "Page").objects.using(alias).filter(depth=1)
    pages.filter(title="Root").update(title="Racine")
    pages.filter(draft_title="Root").update(draft_title="Racine")
    collections = apps.get_model("wagtailcore", "Collection").objects.using(alias).filter(depth=1)
    collections.filter(name="Root").update(name="Racine")


class Migration(SquashedMigration):

    replaces = [
        ('core', '0001_initial'),
        ('core', '0002_task_failure'),
        ('core', '0003_outgoing_mail'),
        ('core', '0004_move_task_paths'),
        ('core', '0005_public_version'),
        ('core', '0006_public_changes'),
        ('core', '0007_lanes_and_public_forms'),
        ('core', '0008_name_roots_in_french'),
        ('core', '0009_officer_words'),
        ('core', '0010_what_mails_are_about'),
        ('core', '0011_lane_beats'),
    ]

    initial = True

    # Before our own models: each migration of these packages would render all that is related to pages and users.
    dependencies = [
        ('mfa', '0003_authenticator_type_uniq'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='Dans les adresses ; ne change plus.', unique=True, verbose_name='clé')),
                ('labels', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='libellés')),
            ],
            options={
                'verbose_name': 'thème',
                'verbose_name_plural': 'thèmes',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='LocaleState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_active', models.BooleanField(default=True, help_text='Décochez pour préparer une langue : ses pages ne sont alors montrées à personne hors de l’admin.', verbose_name='ouverte au public')),
                ('locale', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='state', to='wagtailcore.locale', verbose_name='langue')),
            ],
            options={
                'verbose_name': 'état d’une langue',
                'verbose_name_plural': 'états des langues',
            },
        ),
        migrations.CreateModel(
            name='TaskFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('failed_at', models.DateTimeField(auto_now_add=True)),
                ('traceback', models.TextField()),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='failures', to='django_tasks_database.dbtaskresult')),
            ],
            options={
                'verbose_name': 'échec d’une tâche',
                'verbose_name_plural': 'échecs des tâches',
                'ordering': ['failed_at'],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('content', models.JSONField(help_text='What fedcms.core.mail.Content names.')),
            ],
            options={
                'verbose_name': 'courriel à envoyer',
                'verbose_name_plural': 'courriels à envoyer',
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='PublicVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=16)),
                ('locale', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
            ],
            options={
                'verbose_name': 'public version',
                'verbose_name_plural': 'public versions',
            },
        ),
        migrations.CreateModel(
            name='ChangedBranch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_id', models.BigIntegerField(help_text='The root of the subtree.', null=True)),
                ('locale_id', models.BigIntegerField(help_text='The language, where there is no root.', null=True)),
                ('is_moved', models.BooleanField(help_text='It has another address; else it was closed or opened.')),
                ('after_id', models.BigIntegerField(default=0, help_text='Its pages up to this key were looked at.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('followed_at', models.DateTimeField(help_text='When followers that work on a whole branch had run.', null=True)),
            ],
            options={
                'verbose_name': 'changed branch',
                'verbose_name_plural': 'changed branches',
            },
        ),
        migrations.CreateModel(
            name='PublicForm',
            fields=[
                ('key', models.CharField(help_text='E.g. page-42.', max_length=60, primary_key=True, serialize=False)),
                ('is_public', models.BooleanField(help_text='An anonymous visitor sees it between its release and its expiry.')),
                ('address', models.TextField(blank=True, help_text="A page's url_path.")),
                ('path', models.CharField(blank=True, help_text="A page's place in the tree.", max_length=255)),
                ('content', models.CharField(blank=True, help_text='Digest of what it says; empty = not known.', max_length=32)),
                ('kind', models.CharField(blank=True, help_text='As events tell it.', max_length=30)),
                ('cluster', models.CharField(blank=True, help_text='As events tell it.', max_length=60)),
            ],
            options={
                'verbose_name': 'public form',
                'verbose_name_plural': 'public forms',
            },
        ),
        migrations.CreateModel(
            name='PublicChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(help_text='"page", or the model of what pages show, e.g. "topic".', max_length=30)),
                ('object_id', models.BigIntegerField()),
                ('translation_key', models.UUIDField(help_text='Of a page; null for what has no translations.', null=True)),
                ('language', models.CharField(blank=True, help_text='Of a page; empty for every language.', max_length=12)),
                ('kind', models.CharField(blank=True, max_length=30)),
                ('cluster', models.CharField(blank=True, help_text='Slug; empty for the federation.', max_length=60)),
                ('reason', models.CharField(choices=[('published', 'Published'), ('changed', 'Changed'), ('moved', 'Moved'), ('reordered', 'Reordered'), ('withdrawn', 'Withdrawn'), ('deleted', 'Deleted')], max_length=10)),
                ('address', models.TextField(blank=True, help_text="A page's url_path after the change.")),
                ('address_before', models.TextField(blank=True, help_text='Its url_path before, where it was public.')),
                ('moment', models.DateTimeField(auto_now_add=True)),
                ('dispatched_at', models.DateTimeField(help_text="When the worker told its subscribers' tasks.", null=True)),
            ],
            options={
                'verbose_name': 'public change',
                'verbose_name_plural': 'public changes',
                'indexes': [models.Index(condition=models.Q(('dispatched_at__isnull', True)), fields=['id'], name='public_change_waiting'), models.Index(fields=['dispatched_at'], name='public_change_dispatched')],
            },
        ),
        migrations.AlterField(
            model_name='localestate',
            name='is_active',
            field=models.BooleanField(default=True, help_text='Décochez pour préparer une langue : ses pages ne sont alors montrées à personne hors de l’espace de rédaction.', verbose_name='ouverte au public'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='about',
            field=models.CharField(blank=True, db_index=True, help_text='What it is about, by which it can be discarded while it waits (fedcms.core.mail).', max_length=64),
        ),
        migrations.CreateModel(
            name='LaneBeat',
            fields=[
                ('lane', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('beat_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'lane beat',
                'verbose_name_plural': 'lane beats',
            },
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
