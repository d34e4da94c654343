"""All migrations of this app up to 0024, for a new database (fedcms.core.squashed_migration)."""

import clusters.maps.areas
import clusters.models.invitation
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import django_countries.fields
import fedcms.core.i18n.translated_text
import fedcms.core.mail_addresses
import modelcluster.fields
import timezone_field.fields
import uuid
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


def remove_defaults(apps, schema_editor):
    """Rights come from provisioning alone; a right on the root would reach every cluster's section."""
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()
    workflow = apps.get_model("wagtailcore", "Workflow")
    workflow.objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").delete()


class Migration(SquashedMigration):

    replaces = [
        ('clusters', '0001_initial'),
        ('clusters', '0002_initial'),
        ('clusters', '0003_remove_default_groups'),
        ('clusters', '0004_cluster_areas'),
        ('clusters', '0005_gallery_block'),
        ('clusters', '0006_contact_form_key'),
        ('clusters', '0007_indexes_for_many_pages'),
        ('clusters', '0008_default_rights_of_files'),
        ('clusters', '0009_content_by_end'),
        ('clusters', '0010_officer_words'),
        ('clusters', '0011_reserved_slots'),
        ('clusters', '0012_invitations'),
        ('clusters', '0013_say_who_may_reuse'),
        ('clusters', '0014_emergency_withdrawal'),
        ('clusters', '0015_accreditations'),
        ('clusters', '0016_co_signatures'),
        ('clusters', '0017_bundles'),
        ('clusters', '0018_accreditation_links'),
        ('clusters', '0019_press_kits'),
        ('clusters', '0020_subscriptions'),
        ('clusters', '0021_organisation_email'),
        ('clusters', '0022_search_words'),
        ('clusters', '0023_next_dates'),
        ('clusters', '0024_page_neighbours'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('core', '0001_initial'),
        ('core', '0004_move_task_paths'),
        ('core', '0007_lanes_and_public_forms'),
        ('core', '0009_officer_words'),
        ('media', '0001_initial'),
        ('media', '0002_initial'),
        ('media', '0003_indexes_for_many_pages'),
        ('media', '0004_reuse_consent_source'),
        ('wagtailadmin', '0001_create_admin_access_permissions'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailcore', '__first__'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Charter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20, unique=True, verbose_name='version')),
                ('effective_on', models.DateField(verbose_name='en vigueur le')),
                ('summary', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='résumé')),
            ],
            options={
                'verbose_name': 'charte',
                'verbose_name_plural': 'chartes',
                'ordering': ['-effective_on'],
            },
        ),
        migrations.CreateModel(
            name='CharterPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
            ],
            options={
                'verbose_name': 'page de la charte',
                'verbose_name_plural': 'pages de la charte',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ClusterIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
            ],
            options={
                'verbose_name': 'liste des clusters',
                'verbose_name_plural': 'listes des clusters',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ContactPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
            ],
            options={
                'verbose_name': 'page de contact',
                'verbose_name_plural': 'pages de contact',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='JoinPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
            ],
            options={
                'verbose_name': 'rejoindre la fédération',
                'verbose_name_plural': 'rejoindre la fédération',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='OrganisationIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
            ],
            options={
                'verbose_name': 'annuaire des organisations',
                'verbose_name_plural': 'annuaires des organisations',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='CharterArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('heading', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='titre')),
                ('text', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='texte')),
                ('charter', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='clusters.charter')),
            ],
            options={
                'verbose_name': 'article de la charte',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Cluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(help_text='Le formulaire de contact écrit à cette adresse.', max_length=254, verbose_name='courriel')),
                ('press_email', models.EmailField(blank=True, max_length=254, verbose_name='courriel presse')),
                ('slug', models.SlugField(help_text='Dans les adresses ; ne change plus.', unique=True, verbose_name='identifiant')),
                ('code', models.CharField(help_text='Trois lettres qui signent tout.', max_length=3, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Trois lettres capitales, sans accent.')], verbose_name='code')),
                ('name', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='nom')),
                ('territory', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='territoire')),
                ('country', django_countries.fields.CountryField(default='FR', max_length=2, verbose_name='pays')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='ville du siège')),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('accent', models.CharField(default='#1d3b8b', help_text='#rrggbb', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Une couleur hexadécimale, par exemple #1d3b8b.')], verbose_name='couleur')),
                ('time_zone', timezone_field.fields.TimeZoneField(default='Europe/Paris', verbose_name='fuseau horaire')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('website', models.URLField(blank=True, verbose_name='site du cluster')),
                ('boilerplate', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Le paragraphe de présentation au pied de chaque communiqué.', verbose_name='à propos (presse)')),
                ('section_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('collection', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='of_%(class)s', to='wagtailcore.collection')),
                ('editors_group', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edits_%(class)s', to='auth.group')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.federationimage', verbose_name='logo')),
                ('publishers_group', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publishes_%(class)s', to='auth.group')),
                ('workflow', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='of_%(class)s', to='wagtailcore.workflow')),
            ],
            options={
                'verbose_name': 'cluster',
                'verbose_name_plural': 'clusters',
                'ordering': ['slug'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClusterPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 1), ('image', 4), ('list', 5), ('quote', 8), ('figures', 9), ('callout', 12), ('documents', 16), ('table', 19), ('embed', 22), ('button', 26)], blank=True, block_lookup={0: ('fedcms.core.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul']}), 1: ('fedcms.core.blocks.text.HeadingBlock', (), {'max_length': 150}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Légende', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('fedcms.core.blocks.text.ListBlock', (), {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'Citation'}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'Une équipe, une fonction, un service.', 'label': 'Qui parle', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 6), ('source', 7)]], {}), 9: ('fedcms.core.blocks.data.FiguresBlock', (), {}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'Texte'}), 12: ('wagtail.blocks.StructBlock', [[('title', 10), ('text', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120, 'required': False}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'Documents'}), 16: ('wagtail.blocks.StructBlock', [[('title', 13), ('documents', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Texte'}), 18: ('wagtail.blocks.FloatBlock', (), {'label': 'Nombre'}), 19: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 17), ('number', 18)]], {}), 20: ('wagtail.blocks.URLBlock', (), {'label': 'Adresse'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 150}), 22: ('wagtail.blocks.StructBlock', [[('url', 20), ('title', 21)]], {}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Libellé', 'max_length': 60}), 24: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page du site', 'required': False}), 25: ('wagtail.blocks.URLBlock', (), {'label': 'ou adresse', 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('label', 23), ('page', 24), ('url', 25)]], {})}, verbose_name='présentation')),
                ('cluster', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='clusters.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'page du cluster',
                'verbose_name_plural': 'pages des clusters',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ContactMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=150)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('organisation', models.CharField(blank=True, max_length=150)),
                ('message', models.TextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(help_text='When the mail left, UTC.', null=True)),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='clusters.cluster')),
            ],
            options={
                'verbose_name': 'message reçu',
                'verbose_name_plural': 'messages reçus',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Dans l’adresse de sa fiche.', unique=True, verbose_name='identifiant')),
                ('name', models.CharField(max_length=150, verbose_name='nom')),
                ('kind', models.CharField(choices=[('company', 'Entreprise'), ('laboratory', 'Laboratoire'), ('school', 'Établissement d’enseignement'), ('training_centre', 'Centre de formation'), ('public_body', 'Organisme public')], max_length=20, verbose_name='nature')),
                ('description', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='présentation')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='ville')),
                ('website', models.URLField(blank=True, verbose_name='site')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='clusters.cluster', verbose_name='cluster')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.federationimage', verbose_name='logo')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='CharterSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('signed_on', models.DateField(verbose_name='signée le')),
                ('charter', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='clusters.charter')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='clusters.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'signature de la charte',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('charter', 'cluster'), name='one_signature_per_cluster_and_version')],
            },
        ),
        migrations.CreateModel(
            name='Federation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(help_text='Le formulaire de contact écrit à cette adresse.', max_length=254, verbose_name='courriel')),
                ('press_email', models.EmailField(blank=True, max_length=254, verbose_name='courriel presse')),
                ('name', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='nom')),
                ('boilerplate', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='à propos (presse)')),
                ('collection', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='of_%(class)s', to='wagtailcore.collection')),
                ('editors_group', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edits_%(class)s', to='auth.group')),
                ('publishers_group', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publishes_%(class)s', to='auth.group')),
                ('workflow', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='of_%(class)s', to='wagtailcore.workflow')),
            ],
            options={
                'verbose_name': 'fédération',
                'verbose_name_plural': 'fédération',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_federation')],
            },
        ),
        migrations.CreateModel(
            name='ContentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
                ('lead_image_alt', models.CharField(blank=True, help_text='Vide : le texte alternatif de l’image elle-même.', max_length=250, verbose_name='texte alternatif ici')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 1), ('image', 4), ('list', 5), ('quote', 8), ('figures', 9), ('callout', 12), ('documents', 16), ('table', 19), ('embed', 22), ('button', 26)], blank=True, block_lookup={0: ('fedcms.core.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul']}), 1: ('fedcms.core.blocks.text.HeadingBlock', (), {'max_length': 150}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Légende', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('fedcms.core.blocks.text.ListBlock', (), {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'Citation'}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'Une équipe, une fonction, un service.', 'label': 'Qui parle', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 6), ('source', 7)]], {}), 9: ('fedcms.core.blocks.data.FiguresBlock', (), {}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'Texte'}), 12: ('wagtail.blocks.StructBlock', [[('title', 10), ('text', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120, 'required': False}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'Documents'}), 16: ('wagtail.blocks.StructBlock', [[('title', 13), ('documents', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Texte'}), 18: ('wagtail.blocks.FloatBlock', (), {'label': 'Nombre'}), 19: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 17), ('number', 18)]], {}), 20: ('wagtail.blocks.URLBlock', (), {'label': 'Adresse'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 150}), 22: ('wagtail.blocks.StructBlock', [[('url', 20), ('title', 21)]], {}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Libellé', 'max_length': 60}), 24: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page du site', 'required': False}), 25: ('wagtail.blocks.URLBlock', (), {'label': 'ou adresse', 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('label', 23), ('page', 24), ('url', 25)]], {})}, verbose_name='texte')),
                ('for_school', models.BooleanField(default=False, verbose_name='Enseignement scolaire')),
                ('for_higher_education', models.BooleanField(default=False, verbose_name='Enseignement supérieur')),
                ('for_vocational_training', models.BooleanField(default=False, verbose_name='Formation professionnelle')),
                ('dateline_place', models.CharField(blank=True, help_text='La ville de la ligne de date.', max_length=80, verbose_name='lieu')),
                ('sort_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('sort_until', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('cluster', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='content', to='clusters.cluster', verbose_name='cluster')),
                ('lead_image', models.ForeignKey(blank=True, help_text='Sans image, une mosaïque aux couleurs du cluster la remplace.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.federationimage', verbose_name='image principale')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='core.topic', verbose_name='thèmes')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='content', to='clusters.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'contenu',
                'verbose_name_plural': 'contenus',
                'indexes': [models.Index(fields=['cluster', '-sort_at'], name='content_by_cluster_and_date')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.AddField(
            model_name='cluster',
            name='areas',
            field=models.JSONField(blank=True, default=list, validators=[clusters.maps.areas.validate_areas], verbose_name='territoires sur la carte'),
        ),
        migrations.AlterField(
            model_name='clusterpage',
            name='body',
            field=wagtail.fields.StreamField([('paragraph', 0), ('heading', 1), ('image', 4), ('gallery', 7), ('list', 8), ('quote', 11), ('figures', 12), ('callout', 15), ('documents', 18), ('table', 21), ('embed', 24), ('button', 28)], blank=True, block_lookup={0: ('fedcms.core.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul']}), 1: ('fedcms.core.blocks.text.HeadingBlock', (), {'max_length': 150}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Légende', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.ListBlock', (4,), {'label': 'Images', 'max_num': 24, 'min_num': 2}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('images', 6)]], {}), 8: ('fedcms.core.blocks.text.ListBlock', (), {}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'Citation'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'Une équipe, une fonction, un service.', 'label': 'Qui parle', 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('text', 9), ('source', 10)]], {}), 12: ('fedcms.core.blocks.data.FiguresBlock', (), {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120}), 14: ('wagtail.blocks.TextBlock', (), {'label': 'Texte'}), 15: ('wagtail.blocks.StructBlock', [[('title', 13), ('text', 14)]], {}), 16: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'Documents'}), 18: ('wagtail.blocks.StructBlock', [[('title', 5), ('documents', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Texte'}), 20: ('wagtail.blocks.FloatBlock', (), {'label': 'Nombre'}), 21: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 19), ('number', 20)]], {}), 22: ('wagtail.blocks.URLBlock', (), {'help_text': 'L’adresse de la page de la vidéo ou du message, telle que le navigateur la montre.', 'label': 'Adresse'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 150}), 24: ('wagtail.blocks.StructBlock', [[('url', 22), ('title', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Libellé', 'max_length': 60}), 26: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page du site', 'required': False}), 27: ('wagtail.blocks.URLBlock', (), {'label': 'ou adresse', 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('label', 25), ('page', 26), ('url', 27)]], {})}, verbose_name='présentation'),
        ),
        migrations.AlterField(
            model_name='contentpage',
            name='body',
            field=wagtail.fields.StreamField([('paragraph', 0), ('heading', 1), ('image', 4), ('gallery', 7), ('list', 8), ('quote', 11), ('figures', 12), ('callout', 15), ('documents', 18), ('table', 21), ('embed', 24), ('button', 28)], blank=True, block_lookup={0: ('fedcms.core.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul']}), 1: ('fedcms.core.blocks.text.HeadingBlock', (), {'max_length': 150}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Légende', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.ListBlock', (4,), {'label': 'Images', 'max_num': 24, 'min_num': 2}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('images', 6)]], {}), 8: ('fedcms.core.blocks.text.ListBlock', (), {}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'Citation'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'Une équipe, une fonction, un service.', 'label': 'Qui parle', 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('text', 9), ('source', 10)]], {}), 12: ('fedcms.core.blocks.data.FiguresBlock', (), {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120}), 14: ('wagtail.blocks.TextBlock', (), {'label': 'Texte'}), 15: ('wagtail.blocks.StructBlock', [[('title', 13), ('text', 14)]], {}), 16: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'Documents'}), 18: ('wagtail.blocks.StructBlock', [[('title', 5), ('documents', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Texte'}), 20: ('wagtail.blocks.FloatBlock', (), {'label': 'Nombre'}), 21: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 19), ('number', 20)]], {}), 22: ('wagtail.blocks.URLBlock', (), {'help_text': 'L’adresse de la page de la vidéo ou du message, telle que le navigateur la montre.', 'label': 'Adresse'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 150}), 24: ('wagtail.blocks.StructBlock', [[('url', 22), ('title', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Libellé', 'max_length': 60}), 26: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page du site', 'required': False}), 27: ('wagtail.blocks.URLBlock', (), {'label': 'ou adresse', 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('label', 25), ('page', 26), ('url', 27)]], {})}, verbose_name='texte'),
        ),
        migrations.RemoveField(
            model_name='contactmessage',
            name='sent_at',
        ),
        migrations.AddField(
            model_name='contactmessage',
            name='form_key',
            field=models.CharField(help_text='Which form shown it came by.', max_length=32, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='contentpage',
            name='sort_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddIndex(
            model_name='contentpage',
            index=models.Index(fields=['-sort_at', '-page_ptr'], name='content_by_date'),
        ),
        migrations.AddField(
            model_name='cluster',
            name='default_credit',
            field=models.CharField(blank=True, help_text='Celui des images et des documents qui arrivent sans crédit. Vide : le nom ci-dessus.', max_length=200, verbose_name='crédit par défaut'),
        ),
        migrations.AddField(
            model_name='cluster',
            name='default_licence',
            field=models.CharField(choices=[('all-rights', 'Tous droits réservés'), ('press', 'Libre pour la presse, avec le crédit'), ('cc-by', 'Creative Commons BY 4.0'), ('cc-by-sa', 'Creative Commons BY-SA 4.0'), ('cc0', 'Domaine public (CC0)')], default='all-rights', help_text='Autre que « Tous droits réservés » : les autres clusters et la presse peuvent reprendre ce qui est transféré. Jamais pour des photographies achetées.', max_length=20, verbose_name='licence par défaut'),
        ),
        migrations.AddField(
            model_name='federation',
            name='default_credit',
            field=models.CharField(blank=True, help_text='Celui des images et des documents qui arrivent sans crédit. Vide : le nom ci-dessus.', max_length=200, verbose_name='crédit par défaut'),
        ),
        migrations.AddField(
            model_name='federation',
            name='default_licence',
            field=models.CharField(choices=[('all-rights', 'Tous droits réservés'), ('press', 'Libre pour la presse, avec le crédit'), ('cc-by', 'Creative Commons BY 4.0'), ('cc-by-sa', 'Creative Commons BY-SA 4.0'), ('cc0', 'Domaine public (CC0)')], default='all-rights', help_text='Autre que « Tous droits réservés » : les autres clusters et la presse peuvent reprendre ce qui est transféré. Jamais pour des photographies achetées.', max_length=20, verbose_name='licence par défaut'),
        ),
        migrations.AlterField(
            model_name='contentpage',
            name='sort_until',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddIndex(
            model_name='contentpage',
            index=models.Index(fields=['sort_until', 'sort_at'], name='content_by_end'),
        ),
        migrations.AlterField(
            model_name='cluster',
            name='code',
            field=models.CharField(help_text='Sigle de trois lettres : il signe tout ce que publie le cluster.', max_length=3, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Trois lettres capitales, sans accent.')], verbose_name='code'),
        ),
        migrations.AlterField(
            model_name='contentpage',
            name='dateline_place',
            field=models.CharField(blank=True, help_text='La ville qui ouvre le texte, avant la date : « Nantes, le 12 mars ».', max_length=80, verbose_name='lieu'),
        ),
        migrations.AlterField(
            model_name='contentpage',
            name='lead_image_alt',
            field=models.CharField(blank=True, help_text='Vide : le texte alternatif de l’image elle-même.', max_length=250, verbose_name='texte alternatif dans cette page'),
        ),
        migrations.AddField(
            model_name='cluster',
            name='shows_reserved_slots',
            field=models.BooleanField(default=False, help_text='Dans le calendrier éditorial, les équipes des autres clusters voient qu’un moment vous est réservé : le nom du cluster, le jour et l’heure, jamais le titre, le type ni le texte.', verbose_name='montrer nos dates réservées'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='courriel')),
                ('email_key', models.CharField(db_index=True, max_length=254)),
                ('role', models.CharField(choices=[('publisher', 'Publication'), ('editor', 'Rédaction'), ('translator', 'Traduction')], max_length=12, verbose_name='rôle')),
                ('for_federation', models.BooleanField(default=False, verbose_name='équipe de la fédération')),
                ('language', models.CharField(max_length=12, verbose_name='langue du courriel et de l’interface')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('nonce', models.CharField(default=clusters.models.invitation.new_nonce, max_length=32)),
                ('form_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clusters', models.ManyToManyField(blank=True, related_name='invitations', to='clusters.cluster')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('locales', models.ManyToManyField(blank=True, related_name='+', to='wagtailcore.locale', verbose_name='traduit vers')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-invited_at', '-pk'],
            },
        ),
        migrations.AlterField(
            model_name='cluster',
            name='default_licence',
            field=models.CharField(choices=[('all-rights', 'Tous droits réservés'), ('press', 'Libre pour la presse, avec le crédit'), ('cc-by', 'Creative Commons BY 4.0'), ('cc-by-sa', 'Creative Commons BY-SA 4.0'), ('cc0', 'Domaine public (CC0)')], default='all-rights', help_text='Autre que « Tous droits réservés » : la presse peut reprendre ce qui est transféré, et les autres clusters aussi, sauf avec « Libre pour la presse ». Jamais pour des photographies achetées.', max_length=20, verbose_name='licence par défaut'),
        ),
        migrations.AlterField(
            model_name='federation',
            name='default_licence',
            field=models.CharField(choices=[('all-rights', 'Tous droits réservés'), ('press', 'Libre pour la presse, avec le crédit'), ('cc-by', 'Creative Commons BY 4.0'), ('cc-by-sa', 'Creative Commons BY-SA 4.0'), ('cc0', 'Domaine public (CC0)')], default='all-rights', help_text='Autre que « Tous droits réservés » : la presse peut reprendre ce qui est transféré, et les autres clusters aussi, sauf avec « Libre pour la presse ». Jamais pour des photographies achetées.', max_length=20, verbose_name='licence par défaut'),
        ),
        migrations.CreateModel(
            name='EmergencyWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(db_index=True)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='motif')),
                ('withdrawn_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'retrait d’urgence',
                'verbose_name_plural': 'retraits d’urgence',
                'ordering': ['-withdrawn_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='WithdrawnPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('last_published_at', models.DateTimeField(null=True)),
                ('scheduled_content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('scheduled_for', models.DateTimeField(null=True)),
                ('live_revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('scheduled_revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('withdrawal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='clusters.emergencywithdrawal')),
            ],
        ),
        migrations.AddConstraint(
            model_name='emergencywithdrawal',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('translation_key',), name='one_open_emergency_withdrawal'),
        ),
        migrations.AddConstraint(
            model_name='withdrawnpage',
            constraint=models.UniqueConstraint(fields=('withdrawal', 'page'), name='one_row_a_withdrawn_page'),
        ),
        migrations.CreateModel(
            name='Accreditation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('journalist', 'Journaliste, sous embargo'), ('guest', 'Relecture d’un brouillon')], default='journalist', max_length=12, verbose_name='pour qui')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('medium', models.CharField(blank=True, max_length=120, verbose_name='média ou organisme')),
                ('email', models.EmailField(max_length=254, verbose_name='courriel')),
                ('email_key', models.CharField(db_index=True, max_length=254)),
                ('language', models.CharField(max_length=12, verbose_name='langue')),
                ('scope', models.CharField(choices=[('page', 'Cette page seulement'), ('topic', 'Les communiqués d’un thème'), ('all', 'Tous les communiqués')], max_length=8, verbose_name='ce qui s’ouvre')),
                ('may_comment', models.BooleanField(default=False, verbose_name='peut laisser des remarques')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('revoked_at', models.DateTimeField(null=True)),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='accreditations', to='clusters.cluster')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.topic')),
            ],
            options={
                'verbose_name': 'accréditation',
                'verbose_name_plural': 'accréditations',
                'ordering': ['-given_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='AccreditationOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=255)),
                ('hour', models.DateTimeField()),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accreditation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='clusters.accreditation')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='GuestComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='remarque')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accreditation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='clusters.accreditation')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'remarque',
                'verbose_name_plural': 'remarques',
                'ordering': ['-written_at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='accreditation',
            index=models.Index(fields=['cluster', '-given_at'], name='accreditation_list'),
        ),
        migrations.AddConstraint(
            model_name='accreditationopening',
            constraint=models.UniqueConstraint(fields=('accreditation', 'subject', 'hour'), name='opening_once_an_hour'),
        ),
        migrations.CreateModel(
            name='CoSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'demandé'), ('approved', 'approuvé'), ('declined', 'refusé')], default='asked', max_length=8)),
                ('digest', models.CharField(max_length=64)),
                ('is_newest', models.BooleanField(default=True)),
                ('remark', models.TextField(blank=True, max_length=2000, verbose_name='remarque')),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'co-signature',
                'verbose_name_plural': 'co-signatures',
                'ordering': ['cluster__slug', '-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('page', 'cluster', 'digest'), name='one_co_signature_a_cluster_and_text')],
            },
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='Pour votre équipe : il ne paraît nulle part.', max_length=120, verbose_name='nom du lot')),
                ('moment', models.DateTimeField(verbose_name='moment de diffusion')),
                ('state', models.CharField(choices=[('draft', 'en préparation'), ('approved', 'approuvé'), ('held', 'retenu'), ('published', 'paru')], default='draft', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('held_at', models.DateTimeField(null=True)),
                ('held_reasons', models.JSONField(default=dict)),
                ('published_at', models.DateTimeField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lot',
                'verbose_name_plural': 'lots',
                'ordering': ['-moment', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BundleMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('title', models.CharField(max_length=255)),
                ('is_open', models.BooleanField(default=True)),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='clusters.bundle')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('translation_key',), name='one_open_bundle_a_page')],
            },
        ),
        migrations.CreateModel(
            name='AccreditationLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accreditation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='clusters.accreditation')),
            ],
        ),
        migrations.CreateModel(
            name='PressKit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vector_logo', models.FileField(blank=True, help_text='Pour l’imprimeur et le maquettiste. Ce qui n’est pas du dessin (scripts, liens, images incorporées) en est retiré. Il est proposé à la presse avec votre nom comme crédit et la licence « Libre pour la presse ».', upload_to='press-kits/', validators=[django.core.validators.FileExtensionValidator(['svg'])], verbose_name='logo vectoriel (SVG)')),
                ('completes', models.BooleanField(default=True, help_text='Celles dont la licence permet la reprise, après les images choisies ici. Rien à faire de plus.', verbose_name='compléter avec les images des derniers communiqués')),
                ('cluster', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='press_kit', to='clusters.cluster')),
            ],
            options={
                'verbose_name': 'dossier de presse',
                'verbose_name_plural': 'dossiers de presse',
                'ordering': [models.OrderBy(models.F('cluster__slug'), nulls_first=True)],
            },
        ),
        migrations.CreateModel(
            name='PressKitDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('language', models.CharField(blank=True, choices=[('fr', 'Français'), ('en', 'English'), ('es', 'Español'), ('ar', 'العربية')], help_text='Vide : dans le dossier de toutes les langues.', max_length=12, verbose_name='langue du dossier')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='media.federationdocument', verbose_name='document')),
                ('press_kit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='clusters.presskit')),
            ],
            options={
                'verbose_name': 'document du dossier de presse',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PressKitImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='media.federationimage', verbose_name='image')),
                ('press_kit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='clusters.presskit')),
            ],
            options={
                'verbose_name': 'image du dossier de presse',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='presskit',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('cluster', 0), name='one_press_kit_for_each_owner'),
        ),
        migrations.AddField(
            model_name='emergencywithdrawal',
            name='tells_subscribers',
            field=models.BooleanField(default=False, verbose_name='prévenir les abonnés qui l’ont reçue par courriel'),
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rhythm', models.CharField(choices=[('once', 'Dès la parution'), ('daily', 'Une fois par jour'), ('weekly', 'Une fois par semaine')], max_length=8)),
                ('slot_at', models.DateTimeField()),
                ('after_id', models.BigIntegerField(default=0)),
                ('is_done', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'récapitulatif',
                'verbose_name_plural': 'récapitulatifs',
                'indexes': [models.Index(condition=models.Q(('is_done', False)), fields=['id'], name='digest_under_way')],
                'constraints': [models.UniqueConstraint(fields=('rhythm', 'slot_at'), name='one_digest_a_slot')],
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='courriel')),
                ('email_key', models.CharField(max_length=254, unique=True)),
                ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'English'), ('es', 'Español'), ('ar', 'العربية')], max_length=12, verbose_name='langue des courriels')),
                ('rhythm', models.CharField(choices=[('once', 'Dès la parution'), ('daily', 'Une fois par jour'), ('weekly', 'Une fois par semaine')], max_length=8, verbose_name='rythme')),
                ('state', models.CharField(choices=[('new', 'à confirmer'), ('active', 'abonné'), ('paused', 'en pause')], default='new', max_length=8)),
                ('takes_all_kinds', models.BooleanField(default=True)),
                ('takes_all_clusters', models.BooleanField(default=True)),
                ('takes_all_topics', models.BooleanField(default=True)),
                ('takes_all_countries', models.BooleanField(default=True)),
                ('consented_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('active_since', models.DateTimeField(null=True)),
                ('last_sign_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('links_sent', models.PositiveSmallIntegerField(default=0)),
                ('links_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('refusals', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'abonné',
                'verbose_name_plural': 'abonnés',
                'indexes': [models.Index(fields=['state', 'rhythm', 'id'], name='subscriber_batches'), models.Index(fields=['state', 'consented_at'], name='subscriber_unconfirmed'), models.Index(fields=['last_sign_at'], name='subscriber_last_sign')],
            },
        ),
        migrations.CreateModel(
            name='SubscriberMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('page', 'une parution'), ('digest', 'un récapitulatif'), ('withdrawal', 'un retrait'), ('reminder', 'rester abonné'), ('link', 'un lien demandé')], max_length=12)),
                ('message_id', models.CharField(max_length=255, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'à envoyer'), ('sending', 'part en ce moment'), ('sent', 'envoyé'), ('refused', 'refusé par le serveur du destinataire'), ('failed', 'abandonné après plusieurs essais'), ('skipped', 'laissé de côté')], default='waiting', max_length=8)),
                ('claimed_by', models.CharField(blank=True, max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('service_id', models.CharField(blank=True, db_index=True, max_length=255)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('left_out', models.PositiveIntegerField(default=0)),
                ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='clusters.digest')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='clusters.subscriber')),
                ('withdrawal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='clusters.emergencywithdrawal')),
            ],
            options={
                'verbose_name': 'courriel à un abonné',
                'verbose_name_plural': 'courriels aux abonnés',
            },
        ),
        migrations.CreateModel(
            name='MailedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.subscriber')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='clusters.subscribermail')),
            ],
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('language', models.CharField(max_length=12)),
                ('announced_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('after_id', models.BigIntegerField(default=0)),
                ('is_done', models.BooleanField(default=False)),
                ('was_daily', models.BooleanField(default=False)),
                ('was_weekly', models.BooleanField(default=False)),
                ('daily_digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clusters.digest')),
                ('weekly_digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clusters.digest')),
            ],
            options={
                'verbose_name': 'annonce',
                'verbose_name_plural': 'annonces',
                'indexes': [models.Index(condition=models.Q(('is_done', False)), fields=['due_at'], name='announcement_due'), models.Index(condition=models.Q(('was_daily', False)), fields=['due_at'], name='announcement_for_daily'), models.Index(condition=models.Q(('was_weekly', False)), fields=['due_at'], name='announcement_for_weekly')],
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'language'), name='one_announcement_a_language')],
            },
        ),
        migrations.CreateModel(
            name='SubscriberChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facet', models.CharField(choices=[('kind', 'Type'), ('cluster', 'Cluster'), ('topic', 'Thème'), ('country', 'Pays'), ('language', 'Langue')], max_length=8)),
                ('value', models.CharField(max_length=40)),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='clusters.subscriber')),
            ],
            options={
                'indexes': [models.Index(fields=['facet', 'value'], name='subscriber_choice_by_value')],
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'facet', 'value'), name='one_subscriber_choice')],
            },
        ),
        migrations.AddIndex(
            model_name='subscribermail',
            index=models.Index(fields=['state', 'purpose', 'next_try_at'], name='subscriber_mail_due'),
        ),
        migrations.AddConstraint(
            model_name='subscribermail',
            constraint=models.UniqueConstraint(fields=('subscriber', 'digest'), name='one_mail_a_digest'),
        ),
        migrations.AddConstraint(
            model_name='subscribermail',
            constraint=models.UniqueConstraint(fields=('subscriber', 'withdrawal'), name='one_mail_a_withdrawal'),
        ),
        migrations.AddConstraint(
            model_name='mailedpage',
            constraint=models.UniqueConstraint(fields=('translation_key', 'subscriber'), name='one_mail_a_page'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='email',
            field=models.EmailField(blank=True, help_text='Jamais publié. Le site y demande si une personne vient bien pour elle, quand des places sont réservées.', max_length=254, validators=[fedcms.core.mail_addresses.validate_deliverable], verbose_name='courriel de l’organisation'),
        ),
        migrations.AddField(
            model_name='charterpage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='clusterindexpage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='clusterpage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='contactpage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='joinpage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='organisationindexpage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='contentpage',
            name='next_at',
            field=models.DateTimeField(default=None, editable=False, null=True),
        ),
        migrations.CreateModel(
            name='PageNeighbour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('neighbour_key', models.UUIDField(db_index=True)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster')),
            ],
            options={
                'verbose_name': 'voisine d’une page',
                'verbose_name_plural': 'voisines des pages',
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'cluster'), name='one_neighbour_a_cluster')],
            },
        ),
        migrations.RunPython(remove_defaults, migrations.RunPython.noop),
    ]
