"""All migrations of this app up to 0004, for a new database (fedcms.core.squashed_migration)."""

import django.db.models.deletion
import fedcms.core.i18n.translated_text
import modelsearch.index
import taggit.managers
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


class Migration(SquashedMigration):

    replaces = [
        ('media', '0001_initial'),
        ('media', '0002_initial'),
        ('media', '0003_indexes_for_many_pages'),
        ('media', '0004_reuse_consent_source'),
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
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FederationDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('credit', models.CharField(blank=True, help_text='Qui a fait l’image ou le document.', max_length=200, verbose_name='crédit')),
                ('licence', models.CharField(choices=[('all-rights', 'Tous droits réservés'), ('press', 'Libre pour la presse, avec le crédit'), ('cc-by', 'Creative Commons BY 4.0'), ('cc-by-sa', 'Creative Commons BY-SA 4.0'), ('cc0', 'Domaine public (CC0)')], default='all-rights', max_length=20, verbose_name='licence')),
                ('rights_until', models.DateField(blank=True, help_text='Dernier jour d’utilisation permis. Après, le fichier n’est plus montré à personne.', null=True, verbose_name='droits jusqu’au')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'permissions': [('choose_document', 'Can choose document')],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='FederationImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('credit', models.CharField(blank=True, help_text='Qui a fait l’image ou le document.', max_length=200, verbose_name='crédit')),
                ('licence', models.CharField(choices=[('all-rights', 'Tous droits réservés'), ('press', 'Libre pour la presse, avec le crédit'), ('cc-by', 'Creative Commons BY 4.0'), ('cc-by-sa', 'Creative Commons BY-SA 4.0'), ('cc0', 'Domaine public (CC0)')], default='all-rights', max_length=20, verbose_name='licence')),
                ('rights_until', models.DateField(blank=True, help_text='Dernier jour d’utilisation permis. Après, le fichier n’est plus montré à personne.', null=True, verbose_name='droits jusqu’au')),
                ('alt_texts', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Ce que montre l’image, pour qui ne la voit pas. Une phrase, sans « image de ».', verbose_name='texte alternatif')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'permissions': [('choose_image', 'Can choose image')],
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='FederationRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='media.federationimage')),
            ],
            options={
                'verbose_name': 'rendu d’image',
                'verbose_name_plural': 'rendus d’images',
                'unique_together': {('image', 'filter_spec', 'focal_point_key')},
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.AddIndex(
            model_name='federationimage',
            index=models.Index(fields=['file'], name='image_by_file'),
        ),
        migrations.AddIndex(
            model_name='federationrendition',
            index=models.Index(fields=['file'], name='rendition_by_file'),
        ),
        migrations.AddField(
            model_name='federationdocument',
            name='reuse',
            field=models.CharField(choices=[('everyone', 'Tout le monde'), ('press', 'La presse seulement')], default='everyone', max_length=10, verbose_name='réutilisable par'),
        ),
        migrations.AddField(
            model_name='federationdocument',
            name='source',
            field=models.CharField(blank=True, help_text='D’où vient le fichier : une adresse, une agence.', max_length=300, verbose_name='source'),
        ),
        migrations.AddField(
            model_name='federationdocument',
            name='territory',
            field=models.CharField(blank=True, help_text='Où le fichier peut paraître. Vide : le monde entier.', max_length=200, verbose_name='territoire'),
        ),
        migrations.AddField(
            model_name='federationdocument',
            name='warned_of',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='federationimage',
            name='consent',
            field=models.CharField(blank=True, choices=[('nobody', 'Personne n’est reconnaissable'), ('recorded', 'Accords recueillis par écrit'), ('missing', 'Accord à recueillir : ne pas publier')], help_text='Pour un mineur, celui de ses parents. Tant qu’il manque, aucune page ne paraît avec ce fichier.', max_length=10, verbose_name='accord des personnes montrées'),
        ),
        migrations.AddField(
            model_name='federationimage',
            name='reuse',
            field=models.CharField(choices=[('everyone', 'Tout le monde'), ('press', 'La presse seulement')], default='everyone', max_length=10, verbose_name='réutilisable par'),
        ),
        migrations.AddField(
            model_name='federationimage',
            name='source',
            field=models.CharField(blank=True, help_text='D’où vient le fichier : une adresse, une agence.', max_length=300, verbose_name='source'),
        ),
        migrations.AddField(
            model_name='federationimage',
            name='territory',
            field=models.CharField(blank=True, help_text='Où le fichier peut paraître. Vide : le monde entier.', max_length=200, verbose_name='territoire'),
        ),
        migrations.AddField(
            model_name='federationimage',
            name='warned_of',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='federationdocument',
            name='consent',
            field=models.CharField(blank=True, choices=[('nobody', 'Personne n’est reconnaissable'), ('recorded', 'Accords recueillis par écrit'), ('missing', 'Accord à recueillir : ne pas publier')], help_text='Pour un mineur, celui de ses parents. Tant qu’il manque, aucune page ne paraît avec ce fichier.', max_length=10, verbose_name='accord des personnes montrées'),
        ),
    ]
