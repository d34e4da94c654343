"""All migrations of this app up to 0013, for a new database (fedcms.core.squashed_migration)."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import fedcms.core.i18n.translated_text
import search.models.harvest
import search.models.promotion
import uuid
from django.conf import settings
from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


class Migration(SquashedMigration):

    replaces = [
        ('federated_search', '0001_initial'),
        ('federated_search', '0002_entry_day_and_status'),
        ('federated_search', '0003_index_change'),
        ('federated_search', '0004_harvest'),
        ('federated_search', '0005_editors_rows'),
        ('federated_search', '0006_entry_end'),
        ('federated_search', '0007_harvested_end'),
        ('federated_search', '0008_delivered_and_created'),
        ('federated_search', '0009_hosts_that_are_silent'),
        ('federated_search', '0010_rename_queued_tasks'),
        ('federated_search', '0011_officer_words'),
        ('federated_search', '0012_former_day'),
        ('federated_search', '0013_names'),
    ]

    initial = True

    dependencies = [
        ('clusters', '0003_remove_default_groups'),
        ('clusters', '0006_contact_form_key'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
        ('wagtailcore', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_index=True, max_length=80)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'index change',
                'verbose_name_plural': 'index changes',
            },
        ),
        migrations.CreateModel(
            name='HarvestHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(help_text='Scheme, host and port.', max_length=300, unique=True)),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('robots', models.TextField(blank=True)),
                ('robots_read_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'harvested host',
                'verbose_name_plural': 'harvested hosts',
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Id in the engines, e.g. page-42.', max_length=80, unique=True)),
                ('language', models.CharField(db_index=True, max_length=12)),
                ('kind', models.CharField(max_length=30)),
                ('title', models.CharField(max_length=255)),
                ('summary', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('keywords', models.JSONField(default=list)),
                ('topics', models.JSONField(default=list)),
                ('audiences', models.JSONField(default=list)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('organisation', models.CharField(blank=True, max_length=60)),
                ('place', models.CharField(blank=True, max_length=80)),
                ('date', models.DateTimeField(help_text='Aware; the moment by which results are sorted.', null=True)),
                ('visible_from', models.DateTimeField(null=True)),
                ('visible_until', models.DateTimeField(null=True)),
                ('url', models.CharField(help_text='A path of this site, or an address of another.', max_length=2000)),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster')),
                ('page', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to=settings.WAGTAIL_PAGE_MODEL)),
                ('day', models.DateField(help_text="The day shown where it is not that of `date` in the site's zone.", null=True)),
                ('status', models.CharField(blank=True, help_text="A state of which results warn: a key of the page's class.", max_length=20)),
                ('source', models.CharField(default='site', help_text='"site", or "external": a value of the facet.', max_length=10)),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
            },
        ),
        migrations.CreateModel(
            name='HarvestedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.CharField(help_text='SHA-256 of the guid, or of what else tells it apart.', max_length=64)),
                ('address', models.CharField(help_text='Where it is, without what tracks readers.', max_length=2000)),
                ('canonical', models.CharField(blank=True, db_index=True, help_text='SHA-256 of the address in its plainest form.', max_length=64)),
                ('title', models.CharField(blank=True, max_length=255)),
                ('title_key', models.CharField(blank=True, help_text="The title's folded words.", max_length=255)),
                ('summary', models.TextField(blank=True)),
                ('language', models.CharField(blank=True, help_text="As declared; empty: its source's.", max_length=12)),
                ('kind', models.CharField(help_text='What it is where its source says nothing else.', max_length=30)),
                ('place', models.CharField(blank=True, max_length=80)),
                ('status', models.CharField(blank=True, max_length=20)),
                ('date', models.DateTimeField(help_text='Aware. Unknown for undated items of the first harvest.', null=True)),
                ('day', models.DateField(help_text='Of an event that lasts whole days.', null=True)),
                ('first_seen', models.DateTimeField()),
                ('last_seen', models.DateTimeField(help_text='When it last stood in the feed.')),
                ('gone_at', models.DateTimeField(null=True)),
                ('next_visit', models.DateTimeField(db_index=True, help_text='Unset: it has no address of its own.', null=True)),
                ('wants_page', models.BooleanField(default=False, help_text="Its page's own metadata has yet to be read.")),
                ('same_as', models.ForeignKey(help_text='The result that says the same, and credits this item.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='also_items', to='federated_search.searchentry')),
            ],
            options={
                'verbose_name': 'harvested item',
                'verbose_name_plural': 'harvested items',
            },
        ),
        migrations.AddField(
            model_name='searchentry',
            name='item',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='federated_search.harvesteditem'),
        ),
        migrations.CreateModel(
            name='HarvestSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Tel qu’il paraît sous les résultats : « Le blog d’EdTech Ouest ».', max_length=120, verbose_name='nom')),
                ('address', models.CharField(help_text='Celle du flux ou du calendrier ; à défaut celle du site, qui y mène peut-être.', max_length=2000, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='adresse')),
                ('format', models.CharField(choices=[('auto', 'À reconnaître'), ('feed', 'RSS ou Atom'), ('json', 'JSON Feed'), ('icalendar', 'Calendrier (iCalendar)'), ('sitemap', 'Plan de site d’actualités')], default='auto', max_length=10, verbose_name='format')),
                ('kind', models.CharField(blank=True, help_text='Sous quel type on trouve ses éléments ; sans choix, article, ou événement pour un calendrier.', max_length=30, verbose_name='type')),
                ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'English'), ('es', 'Español'), ('ar', 'العربية')], default='fr', help_text='De ce qui ne dit pas sa langue.', max_length=12, verbose_name='langue')),
                ('page_address', models.URLField(blank=True, help_text='Où mènent les éléments sans adresse propre, par exemple la page de l’agenda. Sinon, l’accueil du site.', max_length=500, verbose_name='page publique')),
                ('consent_by', models.CharField(help_text='Nom et fonction de qui publie ce site.', max_length=150, verbose_name='accord donné par')),
                ('consent_on', models.DateField(default=search.models.harvest.today, verbose_name='accord donné le')),
                ('licence', models.CharField(help_text='Sous laquelle titres et résumés sont repris, par exemple « CC BY 4.0 » ou « avec accord ».', max_length=150, verbose_name='licence')),
                ('state', models.CharField(choices=[('active', 'En service'), ('paused', 'En pause'), ('ended', 'Abandonnée par son site'), ('withdrawn', 'Retirée')], default='active', editable=False, max_length=10, verbose_name='état')),
                ('found_format', models.CharField(blank=True, choices=[('auto', 'À reconnaître'), ('feed', 'RSS ou Atom'), ('json', 'JSON Feed'), ('icalendar', 'Calendrier (iCalendar)'), ('sitemap', 'Plan de site d’actualités')], editable=False, max_length=10)),
                ('etag', models.CharField(blank=True, editable=False, max_length=300)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=100)),
                ('last_try', models.DateTimeField(editable=False, null=True, verbose_name='dernier essai')),
                ('last_success', models.DateTimeField(editable=False, null=True, verbose_name='dernier succès')),
                ('last_error', models.CharField(blank=True, choices=[('address', 'L’adresse n’est pas une adresse web publique.'), ('host', 'Le nom du site est introuvable : son domaine existe-t-il encore ?'), ('no_answer', 'Le site ne répond pas.'), ('tls', 'Le certificat de sécurité du site n’est pas valable.'), ('slow', 'Le site répond trop lentement.'), ('big', 'La réponse est trop volumineuse.'), ('redirects', 'L’adresse renvoie sans cesse vers une autre.'), ('robots', 'Le fichier robots.txt du site refuse la lecture de cette adresse.'), ('robots_unreadable', 'Le fichier robots.txt du site ne peut pas être lu.'), ('wait', 'Le site demande de revenir plus tard.'), ('missing', 'Il n’y a rien à cette adresse (404).'), ('gone', 'Le site dit que cette adresse est abandonnée (410).'), ('refused', 'Le site refuse l’accès à cette adresse.'), ('server', 'Le site est en panne.'), ('http', 'Le site répond par une erreur.'), ('not_http', 'La réponse du site est illisible.'), ('not_a_feed', 'Ce n’est ni un flux, ni un calendrier, ni un plan de site d’actualités.'), ('broken', 'Le contenu est endommagé et n’a pas pu être lu.'), ('entities', 'Le contenu déclare des entités XML, ce qui est refusé par sécurité.'), ('empty', 'Aucun élément utilisable : il leur faut un titre et une adresse.')], editable=False, max_length=20, verbose_name='dernière erreur')),
                ('last_error_detail', models.CharField(blank=True, editable=False, max_length=200)),
                ('next_try', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, verbose_name='prochain essai')),
                ('failures', models.PositiveIntegerField(default=0, editable=False, verbose_name='échecs de suite')),
                ('told_at', models.DateTimeField(editable=False, help_text='When the publishers were told of this row of failures.', null=True)),
                ('first_harvest', models.DateTimeField(editable=False, help_text='When the first harvest was complete.', null=True)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='harvest_sources', to='clusters.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sites des clusters',
                'ordering': ['cluster__slug', 'name'],
            },
        ),
        migrations.AddField(
            model_name='harvesteditem',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='federated_search.harvestsource'),
        ),
        migrations.AddIndex(
            model_name='harvesteditem',
            index=models.Index(fields=['source', 'last_seen'], name='harvested_in_feed'),
        ),
        migrations.AddConstraint(
            model_name='harvesteditem',
            constraint=models.UniqueConstraint(fields=('source', 'identity'), name='one_item_per_source_and_identity'),
        ),
        migrations.CreateModel(
            name='SeededConcept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'seeded concept',
            },
        ),
        migrations.CreateModel(
            name='ThesaurusConcept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='Un nom court, sans accent ; il ne change plus.', max_length=60, unique=True, verbose_name='clé')),
                ('labels', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Un libellé par ligne, le préféré d’abord, puis sigles et synonymes. Un sigle s’écrit en capitales : il est alors cherché tel quel, sans que ses lettres soient prises pour le début d’un autre mot.', verbose_name='libellés')),
                ('note', models.CharField(blank=True, help_text='Pour l’équipe : sens retenu, source. Non publiée.', max_length=300, verbose_name='note')),
                ('words', models.TextField(default='', editable=False, help_text='What the admin searches in.')),
            ],
            options={
                'verbose_name': 'concept',
                'verbose_name_plural': 'concepts',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='ClickCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=12)),
                ('words', models.CharField(max_length=80)),
                ('entry', models.CharField(help_text="The entry's key, or link-<id> of a promoted address.", max_length=80)),
                ('clicks', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'click count',
                'constraints': [models.UniqueConstraint(fields=('day', 'language', 'words', 'entry'), name='one_click_count_a_day')],
            },
        ),
        migrations.CreateModel(
            name='PromotedResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=search.models.promotion.languages, max_length=12, verbose_name='langue')),
                ('searches', models.TextField(help_text='Une recherche par ligne, telle qu’on la tape. Accents, majuscules, pluriels et petits mots ne comptent pas : « formation enseignant » vaut aussi pour « Les formations des enseignants ».', max_length=2000, verbose_name='recherches')),
                ('keys', models.TextField(default='', editable=False, help_text='The searches as they are compared, a line each.')),
                ('link_url', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='adresse')),
                ('link_title', models.CharField(blank=True, max_length=120, verbose_name='titre')),
                ('link_text', models.CharField(blank=True, max_length=300, verbose_name='présentation')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='à partir de')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='jusqu’à')),
                ('note', models.CharField(blank=True, help_text='Pour l’équipe : pourquoi ce choix. Non publiée.', max_length=300, verbose_name='note')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'verbose_name': 'résultat mis en avant',
                'verbose_name_plural': 'résultats mis en avant',
                'ordering': ['language', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SearchCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=12)),
                ('words', models.CharField(max_length=80)),
                ('searches', models.PositiveIntegerField(default=0)),
                ('without_result', models.PositiveIntegerField(default=0, help_text='Of these, those that found nothing.')),
                ('relaxed', models.PositiveIntegerField(default=0, help_text='Of these, those whose results lack some of the words.')),
            ],
            options={
                'verbose_name': 'search count',
                'constraints': [models.UniqueConstraint(fields=('day', 'language', 'words'), name='one_search_count_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ThesaurusVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                'verbose_name': 'version of the thesaurus',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_thesaurus_version')],
            },
        ),
        migrations.AddField(
            model_name='searchentry',
            name='ends_at',
            field=models.DateTimeField(help_text='Aware; the end of what takes place, else null.', null=True),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='is_over',
            field=models.BooleanField(help_text='Whether `ends_at` is past, as the engines were told; null where there is none.', null=True),
        ),
        migrations.AddField(
            model_name='harvesteditem',
            name='ends_at',
            field=models.DateTimeField(help_text='Aware; the end of what takes place.', null=True),
        ),
        migrations.AddField(
            model_name='indexchange',
            name='delivered_at',
            field=models.DateTimeField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='harvesthost',
            name='failures',
            field=models.PositiveIntegerField(default=0, help_text='How often in a row it did not answer.'),
        ),
        migrations.AddField(
            model_name='harvesthost',
            name='visited_until',
            field=models.DateTimeField(help_text='While a task that visits its items is under way; that long at most.', null=True),
        ),
        migrations.AlterField(
            model_name='harvestsource',
            name='last_error',
            field=models.CharField(blank=True, choices=[('address', 'L’adresse n’est pas une adresse web publique.'), ('host', 'Le nom du site est introuvable : son domaine existe-t-il encore ?'), ('no_answer', 'Le site ne répond pas.'), ('tls', 'Le certificat de sécurité du site n’est pas valable.'), ('slow', 'Le site répond trop lentement.'), ('big', 'La réponse est trop volumineuse.'), ('redirects', 'L’adresse renvoie sans cesse vers une autre.'), ('robots', 'Le fichier robots.txt du site refuse la lecture de cette adresse.'), ('robots_unreadable', 'Le fichier robots.txt du site ne peut pas être lu.'), ('wait', 'Le site demande de revenir plus tard.'), ('missing', 'Il n’y a rien à cette adresse (404).'), ('gone', 'Le site dit que cette adresse est abandonnée (410).'), ('refused', 'Le site refuse l’accès à cette adresse.'), ('server', 'Le site est en panne.'), ('http', 'Le site répond par une erreur.'), ('not_http', 'La réponse du site est illisible.'), ('not_a_feed', 'Ce n’est ni un flux, ni un calendrier, ni un plan de site d’actualités.'), ('broken', 'Le contenu est endommagé et n’a pas pu être lu.'), ('entities', 'Le contenu déclare des entités XML, ce qui est refusé par sécurité.'), ('empty', 'Aucun élément utilisable : il leur faut un titre et une adresse.'), ('unexpected', 'Une erreur imprévue empêche la lecture ; le journal du serveur la décrit.')], editable=False, max_length=20, verbose_name='dernière erreur'),
        ),
        migrations.AlterField(
            model_name='harvestsource',
            name='failures',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='échecs consécutifs'),
        ),
        migrations.AlterField(
            model_name='harvestsource',
            name='format',
            field=models.CharField(choices=[('auto', 'Détection automatique'), ('feed', 'RSS ou Atom'), ('json', 'JSON Feed'), ('icalendar', 'Calendrier (iCalendar)'), ('sitemap', 'Plan de site d’actualités')], default='auto', max_length=10, verbose_name='format'),
        ),
        migrations.AlterField(
            model_name='harvestsource',
            name='found_format',
            field=models.CharField(blank=True, choices=[('auto', 'Détection automatique'), ('feed', 'RSS ou Atom'), ('json', 'JSON Feed'), ('icalendar', 'Calendrier (iCalendar)'), ('sitemap', 'Plan de site d’actualités')], editable=False, max_length=10),
        ),
        migrations.AlterField(
            model_name='harvestsource',
            name='language',
            field=models.CharField(choices=[('fr', 'Français'), ('en', 'English'), ('es', 'Español'), ('ar', 'العربية')], default='fr', help_text='Celle des éléments qui n’indiquent pas la leur.', max_length=12, verbose_name='langue'),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='former_day',
            field=models.DateField(help_text='The day that had been announced before `day`.', null=True),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='names',
            field=models.JSONField(default=list, help_text='What else it is called; these are keywords, too.'),
        ),
    ]
