"""All migrations of this app up to 0006, for a new database (fedcms.core.squashed_migration)."""

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


class Migration(SquashedMigration):

    replaces = [
        ('home', '0001_initial'),
        ('home', '0002_homepage_headline'),
        ('home', '0003_gallery_block'),
        ('home', '0004_features'),
        ('home', '0005_distribution'),
        ('home', '0006_search_words'),
    ]

    initial = True

    dependencies = [
        ('clusters', '0006_contact_form_key'),
        ('clusters', '0016_co_signatures'),
        ('core', '0009_officer_words'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
                ('headline', models.CharField(blank=True, help_text='En grand, en tête de page.', max_length=150, verbose_name='accroche')),
            ],
            options={
                'verbose_name': 'page d’accueil',
                'verbose_name_plural': 'pages d’accueil',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 1), ('image', 4), ('gallery', 7), ('list', 8), ('quote', 11), ('figures', 12), ('callout', 15), ('documents', 18), ('table', 21), ('embed', 24), ('button', 28)], blank=True, block_lookup={0: ('fedcms.core.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul']}), 1: ('fedcms.core.blocks.text.HeadingBlock', (), {'max_length': 150}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Légende', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.ListBlock', (4,), {'label': 'Images', 'max_num': 24, 'min_num': 2}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('images', 6)]], {}), 8: ('fedcms.core.blocks.text.ListBlock', (), {}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'Citation'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'Une équipe, une fonction, un service.', 'label': 'Qui parle', 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('text', 9), ('source', 10)]], {}), 12: ('fedcms.core.blocks.data.FiguresBlock', (), {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120}), 14: ('wagtail.blocks.TextBlock', (), {'label': 'Texte'}), 15: ('wagtail.blocks.StructBlock', [[('title', 13), ('text', 14)]], {}), 16: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'Documents'}), 18: ('wagtail.blocks.StructBlock', [[('title', 5), ('documents', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Texte'}), 20: ('wagtail.blocks.FloatBlock', (), {'label': 'Nombre'}), 21: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 19), ('number', 20)]], {}), 22: ('wagtail.blocks.URLBlock', (), {'help_text': 'L’adresse de la page de la vidéo ou du message, telle que le navigateur la montre.', 'label': 'Adresse'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 150}), 24: ('wagtail.blocks.StructBlock', [[('url', 22), ('title', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Libellé', 'max_length': 60}), 26: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page du site', 'required': False}), 27: ('wagtail.blocks.URLBlock', (), {'label': 'ou adresse', 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('label', 25), ('page', 26), ('url', 27)]], {})}, verbose_name='texte')),
            ],
            options={
                'verbose_name': 'page standard',
                'verbose_name_plural': 'pages standard',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomeFeature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.contentpage', verbose_name='page')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='features', to='home.homepage')),
            ],
            options={
                'verbose_name': 'page à la une',
                'verbose_name_plural': 'pages à la une',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeedMembership',
            fields=[
                ('page_id', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=12)),
                ('cluster', models.CharField(blank=True, help_text='Slug; empty for the federation.', max_length=60)),
                ('kind', models.CharField(max_length=30)),
                ('topics', models.JSONField(default=list, help_text='Keys.')),
            ],
            options={
                'verbose_name': 'feed membership',
                'verbose_name_plural': 'feed memberships',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='HubState',
            fields=[
                ('hub', models.CharField(max_length=500, primary_key=True, serialize=False)),
                ('not_before', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('is_well', models.BooleanField(default=False, help_text='It has answered, and the last time, too.')),
                ('is_slow', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'hub state',
                'verbose_name_plural': 'hub states',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='HubPing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hub', models.CharField(max_length=500)),
                ('feed', models.CharField(help_text='The path of the feed on this site.', max_length=500)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, help_text='The last change to tell.')),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('claimed_until', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'hub ping',
                'verbose_name_plural': 'hub pings',
                'default_permissions': (),
                'indexes': [models.Index(fields=['next_try_at'], name='hub_ping_due')],
                'constraints': [models.UniqueConstraint(fields=('hub', 'feed'), name='one_ping_a_feed')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nom du partenaire')),
                ('address', models.CharField(max_length=500, verbose_name='adresse')),
                ('origin', models.CharField(editable=False, help_text='Scheme, host and port of the address.', max_length=300)),
                ('covers_all', models.BooleanField(default=False, verbose_name='contenus de toute la fédération')),
                ('kinds', models.JSONField(blank=True, default=list, verbose_name='types de contenu')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='langues')),
                ('names_topics', models.BooleanField(default=False)),
                ('is_on', models.BooleanField(default=False)),
                ('is_deleted', models.BooleanField(default=False)),
                ('off_reason', models.CharField(blank=True, choices=[('person', 'éteint par l’équipe'), ('gone', 'éteint : le partenaire répond que l’adresse est abandonnée (410)'), ('failing', 'éteint : le partenaire ne répond plus'), ('topics', 'éteint : les thèmes qu’il suivait n’existent plus')], default='person', max_length=10)),
                ('salt', models.CharField(max_length=64)),
                ('former_salt', models.CharField(blank=True, max_length=64)),
                ('former_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sequence', models.PositiveBigIntegerField(default=0)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failing_since', models.DateTimeField(null=True)),
                ('last_failed_at', models.DateTimeField(null=True)),
                ('is_slow', models.BooleanField(default=True)),
                ('not_before', models.DateTimeField(null=True)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('last_sent_at', models.DateTimeField(null=True)),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='clusters.cluster')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='core.topic', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['name', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WebhookCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_id', models.PositiveBigIntegerField()),
                ('translation_key', models.UUIDField()),
                ('language', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=30)),
                ('url', models.TextField(help_text='The address that the partner was told last.')),
                ('is_confirmed', models.BooleanField(default=False, help_text='The partner has answered that it took it.')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='home.webhook')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(help_text='The same in every try.', max_length=60, unique=True)),
                ('page_id', models.PositiveBigIntegerField(null=True)),
                ('event', models.CharField(blank=True, choices=[('content.published', 'Publication'), ('content.updated', 'Mise à jour'), ('content.withdrawn', 'Retrait'), ('webhook.test', 'Essai')], help_text='As it was sent last; empty before the first try.', max_length=20)),
                ('is_withdrawal', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'en attente'), ('delivered', 'livré'), ('given_up', 'abandonné'), ('replaced', 'remplacé par un envoi plus récent'), ('dropped', 'sans objet')], default='waiting', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('status', models.PositiveIntegerField(default=0)),
                ('failure', models.CharField(blank=True, choices=[('address', 'L’adresse n’est pas une adresse web publique.'), ('host', 'Le nom du site est introuvable : son domaine existe-t-il encore ?'), ('no_answer', 'Le site ne répond pas.'), ('tls', 'Le certificat de sécurité du site n’est pas valable.'), ('slow', 'Le site répond trop lentement.'), ('big', 'La réponse est trop volumineuse.'), ('redirects', 'L’adresse renvoie sans cesse vers une autre.'), ('robots', 'Le fichier robots.txt du site refuse la lecture de cette adresse.'), ('robots_unreadable', 'Le fichier robots.txt du site ne peut pas être lu.'), ('wait', 'Le site demande de revenir plus tard.'), ('missing', 'Il n’y a rien à cette adresse (404).'), ('gone', 'Le site dit que cette adresse est abandonnée (410).'), ('refused', 'Le site refuse l’accès à cette adresse.'), ('server', 'Le site est en panne.'), ('http', 'Le site répond par une erreur.'), ('not_http', 'La réponse du site est illisible.'), ('not_a_feed', 'Ce n’est ni un flux, ni un calendrier, ni un plan de site d’actualités.'), ('broken', 'Le contenu est endommagé et n’a pas pu être lu.'), ('entities', 'Le contenu déclare des entités XML, ce qui est refusé par sécurité.'), ('empty', 'Aucun élément utilisable : il leur faut un titre et une adresse.'), ('unexpected', 'Une erreur imprévue empêche la lecture ; le journal du serveur la décrit.')], max_length=20)),
                ('milliseconds', models.PositiveIntegerField(default=0)),
                ('excerpt', models.CharField(blank=True, max_length=200)),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='home.webhook')),
            ],
            options={
                'verbose_name': 'envoi',
                'verbose_name_plural': 'envois',
                'ordering': ['-created_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='webhook',
            index=models.Index(fields=['origin'], name='webhook_by_origin'),
        ),
        migrations.AddIndex(
            model_name='webhookcopy',
            index=models.Index(fields=['page_id'], name='webhook_copy_by_page'),
        ),
        migrations.AddConstraint(
            model_name='webhookcopy',
            constraint=models.UniqueConstraint(fields=('webhook', 'page_id'), name='one_copy_a_webhook'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['page_id'], name='webhook_delivery_of_page'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at'], name='webhook_delivery_waiting'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(fields=['webhook', '-created_at', '-id'], name='webhook_delivery_list'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(fields=['finished_at'], name='webhook_delivery_finished'),
        ),
        migrations.AddConstraint(
            model_name='webhookdelivery',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting'), ('tries', 0)), fields=('webhook', 'page_id'), name='one_untried_delivery'),
        ),
        migrations.AddField(
            model_name='homepage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='standardpage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
    ]
