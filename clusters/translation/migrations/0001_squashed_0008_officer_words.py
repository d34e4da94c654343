"""All migrations of this app up to 0008, for a new database (fedcms.core.squashed_migration)."""

import clusters.translation.models.glossary
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


class Migration(SquashedMigration):

    replaces = [
        ('translation', '0001_translators_glossary_approved'),
        ('translation', '0002_states_texts_work'),
        ('translation', '0003_readings_by_machine'),
        ('translation', '0004_days_of_readings'),
        ('translation', '0005_works_in_portions'),
        ('translation', '0006_reports_of_imports'),
        ('translation', '0007_notes_of_works'),
        ('translation', '0008_officer_words'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('clusters', '0006_contact_form_key'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailcore', '__first__'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApprovedTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('texts', models.JSONField(default=list)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('translation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='approved', to='wagtail_localize.translation')),
            ],
            options={
                'verbose_name': 'approved translation',
            },
        ),
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_language', models.CharField(choices=clusters.translation.models.glossary.languages, max_length=12, verbose_name='de')),
                ('target_language', models.CharField(choices=clusters.translation.models.glossary.languages, max_length=12, verbose_name='vers')),
                ('source_term', models.CharField(help_text='Au singulier, comme dans un dictionnaire.', max_length=120, verbose_name='terme')),
                ('target_term', models.CharField(blank=True, max_length=120, verbose_name='traduction attendue')),
                ('keep', models.BooleanField(default=False, help_text='Un nom propre, une marque : la traduction le reprend tel quel.', verbose_name='ne se traduit pas')),
                ('note', models.CharField(blank=True, help_text='Pour qui traduit : le sens retenu, un contexte, une source.', max_length=300, verbose_name='note')),
                ('key', models.CharField(editable=False, help_text='The term as it is compared.', max_length=240)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'terme',
                'verbose_name_plural': 'termes',
                'ordering': ['source_language', 'target_language', 'key'],
                'constraints': [models.UniqueConstraint(fields=('source_language', 'target_language', 'key'), name='one_translation_a_term')],
            },
        ),
        migrations.CreateModel(
            name='ServiceGlossary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.CharField(max_length=40)),
                ('source_language', models.CharField(max_length=12)),
                ('target_language', models.CharField(max_length=12)),
                ('digest', models.CharField(max_length=64)),
                ('remote_id', models.CharField(max_length=100)),
            ],
            options={
                'verbose_name': 'glossary at a service',
                'constraints': [models.UniqueConstraint(fields=('service', 'source_language', 'target_language'), name='one_glossary_a_service_and_pair')],
            },
        ),
        migrations.CreateModel(
            name='TranslatorGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='translator_groups', to='clusters.cluster', verbose_name='cluster')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='translates', to='auth.group')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale', verbose_name='langue')),
            ],
            options={
                'verbose_name': 'groupe de traduction',
                'verbose_name_plural': 'groupes de traduction',
                'constraints': [models.UniqueConstraint(condition=models.Q(('cluster__isnull', False)), fields=('cluster', 'locale'), name='translators_of_cluster'), models.UniqueConstraint(condition=models.Q(('cluster__isnull', True)), fields=('locale',), name='translators_of_federation')],
            },
        ),
        migrations.CreateModel(
            name='MinorChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'minor change',
            },
        ),
        migrations.CreateModel(
            name='SourceText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('segments', models.JSONField(default=list)),
                ('gone', models.JSONField(default=list)),
                ('revision_id', models.BigIntegerField(help_text='The live revision of which the texts are.', null=True)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'text of a source',
            },
        ),
        migrations.CreateModel(
            name='TranslatedFrom',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('segments', models.JSONField(default=list)),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'origin of a draft',
            },
        ),
        migrations.CreateModel(
            name='TranslationJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('translate', 'Traduire'), ('update', 'Mettre à jour'), ('assign', 'Confier'), ('remind', 'Relancer')], max_length=10)),
                ('by_machine', models.BooleanField(default=False)),
                ('steps', models.JSONField(default=list)),
                ('done', models.PositiveIntegerField(default=0)),
                ('succeeded', models.PositiveIntegerField(default=0)),
                ('refused', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('heard_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('portion', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'travail sur des traductions',
                'verbose_name_plural': 'travaux sur des traductions',
            },
        ),
        migrations.CreateModel(
            name='TranslationState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('missing', 'Manquante'), ('machine', 'Automatique, non relue'), ('stale', 'Périmée'), ('fresh', 'À jour')], db_index=True, max_length=8)),
                ('texts', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('machine', models.PositiveIntegerField(default=0)),
                ('since', models.DateTimeField(db_index=True, null=True)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='translation_state', to=settings.WAGTAIL_PAGE_MODEL)),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'état d’une traduction',
                'verbose_name_plural': 'états des traductions',
            },
        ),
        migrations.CreateModel(
            name='ReadingDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('sent', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'jour de lectures automatiques',
                'verbose_name_plural': 'jours de lectures automatiques',
            },
        ),
        migrations.CreateModel(
            name='MachineReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'Demandée'), ('ready', 'Faite'), ('failed', 'Le service n’a pas répondu'), ('too_long', 'Page trop longue'), ('beyond', 'Trop de demandes ce jour-là')], default='waiting', max_length=8)),
                ('requested_at', models.DateTimeField(db_index=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('source_published_at', models.DateTimeField(blank=True, null=True)),
                ('service', models.CharField(blank=True, max_length=80)),
                ('title', models.TextField(blank=True)),
                ('summary', models.TextField(blank=True)),
                ('body', models.JSONField(blank=True, default=list)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'lecture automatique',
                'verbose_name_plural': 'lectures automatiques',
                'constraints': [models.UniqueConstraint(fields=('source', 'language'), name='one_reading_a_language')],
            },
        ),
        migrations.CreateModel(
            name='TranslationAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assigned_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assignee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translation_assignments', to=settings.AUTH_USER_MODEL, verbose_name='confiée à')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale', verbose_name='langue')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translation_assignments', to=settings.WAGTAIL_PAGE_MODEL)),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='translation.translationjob')),
            ],
            options={
                'verbose_name': 'traduction confiée',
                'verbose_name_plural': 'traductions confiées',
                'constraints': [models.UniqueConstraint(fields=('page', 'locale'), name='one_translator_a_page_and_language')],
            },
        ),
        migrations.CreateModel(
            name='TranslationImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('counts', models.JSONField(default=dict)),
                ('lines', models.JSONField(default=list)),
                ('notes', models.JSONField(default=list)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import de traductions',
                'verbose_name_plural': 'imports de traductions',
            },
        ),
        migrations.AddField(
            model_name='translationjob',
            name='notes',
            field=models.JSONField(default=list),
        ),
        migrations.AlterModelOptions(
            name='translationjob',
            options={'verbose_name': 'opération de traduction', 'verbose_name_plural': 'opérations de traduction'},
        ),
    ]
