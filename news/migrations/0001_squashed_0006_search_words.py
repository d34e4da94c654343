"""All migrations of this app up to 0006, for a new database (fedcms.core.squashed_migration)."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import fedcms.core.i18n.translated_text
import fedcms.core.site_clock
import modelcluster.fields
import timezone_field.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


class Migration(SquashedMigration):

    replaces = [
        ('news', '0001_initial'),
        ('news', '0002_officer_words'),
        ('news', '0003_co_signers'),
        ('news', '0004_newsroom_rows'),
        ('news', '0005_media_contacts_and_mailings'),
        ('news', '0006_search_words'),
    ]

    initial = True

    dependencies = [
        ('clusters', '0002_initial'),
        ('clusters', '0016_co_signatures'),
        ('clusters', '0018_accreditation_links'),
        ('core', '0009_officer_words'),
        ('media', '0001_initial'),
        ('media', '0004_reuse_consent_source'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailcore', '__first__'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticlePage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='clusters.contentpage')),
            ],
            options={
                'verbose_name': 'actualité',
                'verbose_name_plural': 'actualités',
            },
            bases=('clusters.contentpage',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
            ],
            options={
                'verbose_name': 'liste d’actualités',
                'verbose_name_plural': 'listes d’actualités',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsroomPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
            ],
            options={
                'verbose_name': 'salle de presse',
                'verbose_name_plural': 'salles de presse',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PressReleasePage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='clusters.contentpage')),
                ('contact_note', models.CharField(blank=True, help_text='Le service à joindre. Vide : les coordonnées presse du cluster.', max_length=200, verbose_name='contact presse')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='courriel pour ce communiqué')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone pour ce communiqué')),
                ('co_signers', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Le communiqué paraît quand chacun a approuvé ce texte ; toute retouche demande de nouveau leur accord.', related_name='+', to='clusters.cluster', verbose_name='clusters co-signataires')),
            ],
            options={
                'verbose_name': 'communiqué de presse',
                'verbose_name_plural': 'communiqués de presse',
            },
            bases=('clusters.contentpage',),
        ),
        migrations.CreateModel(
            name='SuccessStoryPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='clusters.contentpage')),
                ('need', models.TextField(help_text='Quel problème, pour qui, à quelle échelle.', verbose_name='le besoin')),
                ('answer', models.TextField(help_text='Ce qui a été fait.', verbose_name='la réponse')),
                ('partners', models.CharField(blank=True, help_text='Séparés par des virgules.', max_length=400, verbose_name='partenaires')),
                ('territory', models.CharField(blank=True, max_length=150, verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'réussite',
                'verbose_name_plural': 'réussites',
            },
            bases=('clusters.contentpage',),
        ),
        migrations.CreateModel(
            name='ReleaseAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='media.federationdocument', verbose_name='document')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='news.pressreleasepage')),
            ],
            options={
                'verbose_name': 'pièce jointe',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StoryResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('value', models.CharField(max_length=20, verbose_name='valeur')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='unité')),
                ('label', models.CharField(max_length=160, verbose_name='libellé')),
                ('source', models.CharField(help_text='Qui a compté, quand.', max_length=160, verbose_name='source')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='news.successstorypage')),
            ],
            options={
                'verbose_name': 'résultat',
                'ordering': ['sort_order'],
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='KeyFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Ce que le chiffre compte, sans le chiffre.', verbose_name='libellé')),
                ('value', models.DecimalField(decimal_places=3, max_digits=16, verbose_name='valeur')),
                ('kind', models.CharField(choices=[('number', 'Nombre, avec son unité'), ('percent', 'Pourcentage'), ('euros', 'Somme en euros')], default='number', help_text='Chaque langue l’écrit à sa façon : 12 500, 12,500.', max_length=8, verbose_name='nature du chiffre')),
                ('unit', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, help_text='« élèves », « heures ». Pour un nombre seulement.', verbose_name='unité')),
                ('source_name', models.CharField(help_text='Qui a compté.', max_length=160, verbose_name='source')),
                ('source_link', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='lien vers la source')),
                ('measured_on', models.DateField(help_text='Le jour auquel il se rapporte.', verbose_name='date du chiffre')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits paraissent d’abord.', verbose_name='ordre d’affichage')),
                ('cluster', models.ForeignKey(blank=True, help_text='De qui cela paraît : le cluster, ou la fédération.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'chiffre clé',
                'verbose_name_plural': 'chiffres clés',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PressContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Un service plutôt qu’une personne.', verbose_name='nom ou fonction')),
                ('telephone', models.CharField(max_length=16, verbose_name='téléphone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='courriel')),
                ('languages', models.CharField(help_text='Par exemple « français, anglais ».', max_length=60, verbose_name='langues parlées')),
                ('time_zone', timezone_field.fields.TimeZoneField(default='Europe/Paris', help_text='Celui des heures.', verbose_name='fuseau horaire')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='à partir du')),
                ('ends_on', models.DateField(blank=True, help_text='Après, il ne paraît plus, et sa fiche est effacée d’elle-même.', null=True, verbose_name='jusqu’au')),
                ('cluster', models.ForeignKey(blank=True, help_text='De qui cela paraît : le cluster, ou la fédération.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'contact de permanence',
                'verbose_name_plural': 'contacts de permanence',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DutyHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'lundi'), (1, 'mardi'), (2, 'mercredi'), (3, 'jeudi'), (4, 'vendredi'), (5, 'samedi'), (6, 'dimanche')], verbose_name='jour')),
                ('opens', models.TimeField(verbose_name='ouverture')),
                ('closes', models.TimeField(help_text='00:00 : jusqu’à la fin du jour.', verbose_name='fermeture')),
                ('contact', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='news.presscontact')),
            ],
            options={
                'verbose_name': 'horaire',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DutyAbsence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('first_day', models.DateField(verbose_name='premier jour')),
                ('last_day', models.DateField(verbose_name='dernier jour')),
                ('contact', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='news.presscontact')),
            ],
            options={
                'verbose_name': 'absence',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Spokesperson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('role', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='fonction')),
                ('biography', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Deux ou trois phrases.', verbose_name='biographie')),
                ('languages', models.CharField(help_text='Celles d’un entretien, par exemple « français, anglais ».', max_length=60, verbose_name='langues parlées')),
                ('telephone', models.CharField(blank=True, help_text='Il paraît sur le site : jamais un numéro privé.', max_length=16, verbose_name='téléphone pour la presse')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='courriel pour la presse')),
                ('consent_given_on', models.DateField(blank=True, null=True, verbose_name='accord donné le')),
                ('consent_how', models.CharField(blank=True, help_text='Par exemple « formulaire signé, classeur presse ».', max_length=200, verbose_name='accord recueilli comment')),
                ('consent_until', models.DateField(blank=True, help_text='Dernier jour. Sans accord en cours, la personne ne paraît nulle part.', null=True, verbose_name='accord valable jusqu’au')),
                ('consent_withdrawn_on', models.DateField(blank=True, help_text='Dès l’enregistrement, la personne ne paraît plus.', null=True, verbose_name='accord retiré le')),
                ('entered_on', models.DateField(default=fedcms.core.site_clock.site_today, editable=False)),
                ('warned_of', models.DateField(editable=False, null=True)),
                ('cluster', models.ForeignKey(blank=True, help_text='De qui cela paraît : le cluster, ou la fédération.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                ('consent_recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accord noté par')),
                ('portrait', models.ForeignKey(blank=True, help_text='Il est supprimé avec la personne, sauf si une page le montre aussi.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.federationimage', verbose_name='portrait')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='core.topic', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'porte-parole',
                'verbose_name_plural': 'porte-parole',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MediaCoverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='Tel qu’il a paru, dans sa langue.', max_length=250, verbose_name='titre de l’article')),
                ('medium', models.CharField(max_length=120, verbose_name='média')),
                ('language', models.CharField(default='fr', help_text='Par exemple « allemand ».', max_length=12, verbose_name='langue de l’article')),
                ('published_on', models.DateField(verbose_name='paru le')),
                ('link', models.URLField(help_text='L’adresse de l’article, ou de l’émission : https://…', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='lien')),
                ('quote', models.TextField(blank=True, help_text='Une ou deux phrases de l’article, mot pour mot : le droit de citation n’en permet pas davantage.', max_length=300, validators=[django.core.validators.MaxLengthValidator(300)], verbose_name='citation')),
                ('about', models.ForeignKey(blank=True, help_text='Facultatif : votre communiqué, votre réussite. Le lien paraît quand la page est publique.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page dont il parle')),
                ('cluster', models.ForeignKey(blank=True, help_text='De qui cela paraît : le cluster, ou la fédération.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='core.topic', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'retombée presse',
                'verbose_name_plural': 'retombées presse',
                'ordering': ['-published_on', '-pk'],
                'indexes': [models.Index(fields=['cluster', '-published_on'], name='coverage_by_date')],
            },
        ),
        migrations.CreateModel(
            name='ContactList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nom de la liste')),
                ('is_shared_with_federation', models.BooleanField(default=False, verbose_name='partagée avec la fédération')),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contact_lists', to='clusters.cluster')),
                ('shared_with', models.ManyToManyField(blank=True, help_text='Ces clusters voient les contacts de la liste et leur écrivent ; ils n’y changent rien.', related_name='+', to='clusters.cluster', verbose_name='partagée avec')),
            ],
            options={
                'verbose_name': 'liste de contacts médias',
                'verbose_name_plural': 'listes de contacts médias',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255)),
                ('form_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('moment', models.CharField(choices=[('now', 'Maintenant'), ('publication', 'Au moment de la publication'), ('before', 'Avant la publication, aux seuls accrédités')], max_length=12, verbose_name='quand')),
                ('texts', models.JSONField(default=dict)),
                ('to_everyone', models.BooleanField(default=False)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('sends_again', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'attend la publication'), ('sending', 'en cours d’envoi'), ('paused', 'en pause'), ('done', 'terminé'), ('stopped', 'arrêté')], default='waiting', max_length=12)),
                ('pause_reason', models.CharField(blank=True, choices=[('hand', 'Quelqu’un de l’équipe a mis l’envoi en pause.'), ('not_public', 'Le communiqué n’est plus public : il a été retiré du site ou réservé. Rien d’autre n’est parti.'), ('not_readable', 'Le communiqué n’est plus à lire avant publication, ou il est déjà public. Rien d’autre n’est parti.'), ('mail_server', 'Le serveur de courriel ne répond pas, ou refuse tout. Rien n’est perdu.')], max_length=12)),
                ('batch', models.PositiveIntegerField(default=0)),
                ('server_failures', models.PositiveIntegerField(default=0)),
                ('next_batch_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mailings', to='clusters.cluster')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lists', models.ManyToManyField(related_name='+', to='news.contactlist')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('topics', models.ManyToManyField(related_name='+', to='core.topic')),
            ],
            options={
                'verbose_name': 'envoi',
                'verbose_name_plural': 'envois',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MediaContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='nom')),
                ('medium', models.CharField(blank=True, max_length=120, verbose_name='média')),
                ('email', models.EmailField(max_length=254, verbose_name='courriel')),
                ('email_key', models.CharField(max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='téléphone')),
                ('languages', models.CharField(max_length=80, verbose_name='langues')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('source', models.CharField(help_text='Par exemple : carte donnée au salon, page « Contact » du journal, demande par courriel.', max_length=200, verbose_name='d’où vient ce contact')),
                ('purpose', models.CharField(default='', help_text='Ce que vous lui envoyez.', max_length=200, verbose_name='pourquoi vous le gardez')),
                ('kept_until', models.DateField(verbose_name='gardé jusqu’au')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('bounced_at', models.DateTimeField(null=True)),
                ('bounce_reason', models.CharField(blank=True, max_length=200)),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='media_contacts', to='clusters.cluster')),
                ('lists', models.ManyToManyField(blank=True, related_name='contacts', to='news.contactlist', verbose_name='listes')),
                ('topics', models.ManyToManyField(blank=True, help_text='Ce que ce média suit.', related_name='+', to='core.topic', verbose_name='rubriques')),
            ],
            options={
                'verbose_name': 'contact média',
                'verbose_name_plural': 'contacts médias',
                'ordering': ['name', 'medium', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MailingRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('email_key', models.CharField(blank=True, db_index=True, max_length=254)),
                ('languages', models.CharField(max_length=80)),
                ('message_id', models.CharField(max_length=255, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'à envoyer'), ('sending', 'part en ce moment'), ('sent', 'envoyé'), ('refused', 'refusé par le serveur du destinataire'), ('failed', 'abandonné après plusieurs essais'), ('skipped', 'laissé de côté')], default='waiting', max_length=12)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('claimed_by', models.CharField(blank=True, max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('address', models.CharField(blank=True, max_length=1000)),
                ('service_id', models.CharField(blank=True, db_index=True, max_length=255)),
                ('bounced_at', models.DateTimeField(null=True)),
                ('accreditation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clusters.accreditation')),
                ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='news.mailing')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails_received', to='news.mediacontact')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='mailing',
            name='contacts',
            field=models.ManyToManyField(related_name='+', to='news.mediacontact'),
        ),
        migrations.CreateModel(
            name='Unsubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=64, unique=True)),
                ('unsubscribed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster')),
            ],
            options={
                'verbose_name': 'désabonnement',
                'verbose_name_plural': 'désabonnements',
                'ordering': ['-unsubscribed_at'],
            },
        ),
        migrations.CreateModel(
            name='MailingOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=255)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='news.mailingrecipient')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'subject'), name='mailing_opening_once')],
            },
        ),
        migrations.AddIndex(
            model_name='mediacontact',
            index=models.Index(fields=['cluster', 'name'], name='media_contact_list'),
        ),
        migrations.AddConstraint(
            model_name='mediacontact',
            constraint=models.UniqueConstraint(fields=('cluster', 'email_key'), name='media_contact_once_a_cluster'),
        ),
        migrations.AddConstraint(
            model_name='mediacontact',
            constraint=models.UniqueConstraint(condition=models.Q(('cluster', None)), fields=('email_key',), name='media_contact_once_the_federation'),
        ),
        migrations.AddIndex(
            model_name='mailingrecipient',
            index=models.Index(fields=['mailing', 'state', 'next_try_at'], name='mailing_recipient_due'),
        ),
        migrations.AddIndex(
            model_name='mailing',
            index=models.Index(fields=['cluster', '-created_at'], name='mailing_list'),
        ),
        migrations.AddField(
            model_name='newsindexpage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='newsroompage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
    ]
