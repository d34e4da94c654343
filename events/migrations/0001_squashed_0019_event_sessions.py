"""All migrations of this app up to 0019, for a new database (fedcms.core.squashed_migration)."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import django_countries.fields
import events.models.call
import events.models.signup
import events.models.signup_sheet
import fedcms.core.i18n.translated_text
import fedcms.core.mail_addresses
import modelcluster.fields
import timezone_field.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


class Migration(SquashedMigration):

    replaces = [
        ('events', '0001_initial'),
        ('events', '0002_officer_words'),
        ('events', '0003_days_of_a_month'),
        ('events', '0004_languages_by_name'),
        ('events', '0005_event_sign_up'),
        ('events', '0006_former_dates_and_types'),
        ('events', '0007_sign_up_messages'),
        ('events', '0008_shared_changed_at'),
        ('events', '0009_calendar_imports'),
        ('events', '0010_calls_for_applications'),
        ('events', '0011_applications_by_link'),
        ('events', '0012_search_words'),
        ('events', '0013_juries_and_decisions'),
        ('events', '0014_presence_by_moment'),
        ('events', '0015_delegations'),
        ('events', '0016_delegation_programme'),
        ('events', '0017_repetition'),
        ('events', '0018_delegation_outcome'),
        ('events', '0019_event_sessions'),
    ]

    initial = True

    dependencies = [
        ('clusters', '0001_initial'),
        ('clusters', '0010_officer_words'),
        ('clusters', '0021_organisation_email'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailcore', '__first__'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche.', max_length=400, verbose_name='chapô')),
                ('only_missions', models.BooleanField(default=False, editable=False, verbose_name='missions seulement')),
            ],
            options={
                'verbose_name': 'agenda',
                'verbose_name_plural': 'agendas',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TradeMissionPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='clusters.contentpage')),
                ('destination_country', django_countries.fields.CountryField(max_length=2, verbose_name='pays de destination')),
                ('destination_city', models.CharField(max_length=80, verbose_name='ville de destination')),
                ('fair', models.CharField(blank=True, max_length=150, verbose_name='salon')),
                ('starts_on', models.DateField(verbose_name='départ')),
                ('ends_on', models.DateField(verbose_name='retour')),
                ('deadline', models.DateField(help_text='Le dernier jour compris.', verbose_name='date limite de candidature')),
                ('places', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='nombre de places')),
                ('cost_euros', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='coût en euros')),
                ('funding', models.TextField(blank=True, verbose_name='aides')),
                ('eligibility', models.TextField(verbose_name='qui peut candidater')),
                ('partners_text', models.CharField(blank=True, max_length=400, verbose_name='partenaires')),
                ('contact', models.CharField(max_length=250, verbose_name='contact')),
            ],
            options={
                'verbose_name': 'mission à l’étranger',
                'verbose_name_plural': 'missions à l’étranger',
            },
            bases=('clusters.contentpage',),
        ),
        migrations.CreateModel(
            name='MissionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('day', models.CharField(max_length=60, verbose_name='jour')),
                ('text', models.TextField(verbose_name='ce qui est prévu')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme', to='events.trademissionpage')),
            ],
            options={
                'verbose_name': 'étape du programme',
                'ordering': ['sort_order'],
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='clusters.contentpage')),
                ('starts_on', models.DateField(verbose_name='premier jour')),
                ('start_time', models.TimeField(blank=True, help_text='Vide : toute la journée.', null=True, verbose_name='heure de début')),
                ('ends_on', models.DateField(blank=True, help_text='Vide : le même jour.', null=True, verbose_name='dernier jour')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='heure de fin')),
                ('time_zone', timezone_field.fields.TimeZoneField(default='Europe/Paris', verbose_name='fuseau horaire')),
                ('status', models.CharField(choices=[('scheduled', 'Prévu'), ('postponed', 'Reporté'), ('moved', 'Déplacé'), ('cancelled', 'Annulé')], default='scheduled', max_length=12, verbose_name='état')),
                ('venue_name', models.CharField(blank=True, max_length=150, verbose_name='lieu')),
                ('venue_address', models.CharField(blank=True, max_length=200, verbose_name='adresse')),
                ('venue_postcode', models.CharField(blank=True, max_length=12, verbose_name='code postal')),
                ('venue_city', models.CharField(blank=True, max_length=80, verbose_name='ville')),
                ('venue_country', django_countries.fields.CountryField(blank=True, max_length=2, verbose_name='pays')),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('online_url', models.URLField(blank=True, verbose_name='lien de connexion')),
                ('organisers', models.CharField(blank=True, max_length=250, verbose_name='organisateurs')),
                ('spoken_languages', models.CharField(blank=True, default='fr', help_text='Codes séparés par des virgules : fr, en.', max_length=60, verbose_name='langues parlées')),
                ('price_euros', models.DecimalField(blank=True, decimal_places=2, help_text='0 : gratuit. Vide : non précisé.', max_digits=8, null=True, verbose_name='prix en euros')),
                ('signup_url', models.URLField(blank=True, verbose_name='lien d’inscription')),
            ],
            options={
                'verbose_name': 'événement',
                'verbose_name_plural': 'événements',
                'indexes': [models.Index(django.db.models.functions.comparison.Coalesce('ends_on', 'starts_on'), models.F('starts_on'), name='event_by_days')],
            },
            bases=('clusters.contentpage',),
        ),
        migrations.AddIndex(
            model_name='trademissionpage',
            index=models.Index(fields=['ends_on', 'starts_on'], name='mission_by_days'),
        ),
        migrations.AlterField(
            model_name='eventpage',
            name='spoken_languages',
            field=models.CharField(blank=True, default='fr', help_text='Séparées par des virgules : français, anglais.', max_length=60, verbose_name='langues parlées'),
        ),
        migrations.CreateModel(
            name='SignUpSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(editable=False, unique=True)),
                ('capacity', models.PositiveIntegerField(blank=True, help_text='Vide : sans limite.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='nombre de places')),
                ('opens_at', models.DateTimeField(blank=True, help_text='Vide : tout de suite.', null=True, verbose_name='ouverture des inscriptions')),
                ('closes_at', models.DateTimeField(blank=True, help_text='Vide : au début de l’événement.', null=True, verbose_name='clôture des inscriptions')),
                ('who_may_come', models.CharField(choices=[('open', 'Tout le monde'), ('priority', 'Nos membres d’abord, puis tout le monde'), ('quota', 'Chaque cluster dans la limite de ses places, puis tout le monde'), ('closed', 'Nos membres seulement')], default='open', max_length=10, verbose_name='qui peut venir')),
                ('seats_released_at', models.DateTimeField(blank=True, help_text='À ce moment, les places réservées et restées libres vont à tous, dans l’ordre d’arrivée.', null=True, verbose_name='ouverture des places réservées')),
                ('is_reviewed', models.BooleanField(default=False, help_text='Sinon, qui confirme son adresse a une place, tant qu’il en reste. Qui attend déjà une place quand vous cochez cette case l’aura sans réponse de votre part.', verbose_name='l’équipe accepte chaque demande')),
                ('purpose', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Les personnes le lisent avant d’envoyer : « préparer l’accueil et les badges ».', verbose_name='à quoi servent les données')),
                ('kept_days', models.PositiveSmallIntegerField(default=90, help_text='Après la fin de l’événement. Ensuite, il ne reste que des nombres.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(730)], verbose_name='jours de conservation')),
                ('form_key', models.UUIDField(editable=False, null=True)),
                ('last_rank', models.PositiveIntegerField(default=0, editable=False)),
                ('known_event', models.JSONField(default=dict, editable=False)),
                ('calendar_sequence', models.PositiveBigIntegerField(default=0, editable=False)),
                ('erasure_told_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'inscription à un événement',
                'verbose_name_plural': 'inscriptions aux événements',
            },
        ),
        migrations.CreateModel(
            name='AskedOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('number', models.PositiveSmallIntegerField(default=0)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.organisation')),
            ],
            options={
                'verbose_name': 'organisation interrogée',
                'verbose_name_plural': 'organisations interrogées',
            },
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'adresse à confirmer'), ('expired', 'adresse jamais confirmée'), ('review', 'à examiner'), ('waiting', 'en liste d’attente'), ('confirmed', 'a une place'), ('declined', 'refusée'), ('cancelled', 'annulée')], default='asked', max_length=10, verbose_name='état')),
                ('rank', models.PositiveIntegerField(null=True, verbose_name='rang')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='nom')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='courriel')),
                ('email_key', models.CharField(blank=True, db_index=True, max_length=254)),
                ('organisation', models.CharField(blank=True, max_length=150, verbose_name='organisation')),
                ('language', models.CharField(max_length=12, verbose_name='langue')),
                ('answers', models.JSONField(default=dict)),
                ('seat_proof', models.CharField(blank=True, choices=[('organisation', 'confirmée par l’organisation'), ('invitation', 'invitée par le cluster')], max_length=12)),
                ('consent', models.TextField(blank=True)),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note de l’équipe')),
                ('form_key', models.CharField(max_length=32, unique=True)),
                ('nonce', models.CharField(default=events.models.signup.new_nonce, max_length=32)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('seated_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('checked_in_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('organisation_asked_at', models.DateTimeField(null=True)),
                ('is_to_be_told', models.BooleanField(default=False)),
                ('erased_at', models.DateTimeField(null=True)),
                ('claimed_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clusters.organisation')),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clusters.cluster', verbose_name='place de')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ups', to='events.signupsheet')),
            ],
            options={
                'verbose_name': 'inscription',
                'verbose_name_plural': 'inscriptions',
            },
        ),
        migrations.CreateModel(
            name='SignUpQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.CharField(default=events.models.signup_sheet.new_question_key, editable=False, max_length=8)),
                ('question_type', models.CharField(choices=[('singleline', 'Une ligne de texte'), ('multiline', 'Plusieurs lignes de texte'), ('number', 'Un nombre'), ('dropdown', 'Un choix dans une liste'), ('radio', 'Un choix, tous affichés'), ('checkboxes', 'Plusieurs choix'), ('checkbox', 'Une case à cocher')], default='singleline', max_length=16, verbose_name='réponse')),
                ('is_required', models.BooleanField(default=False, verbose_name='obligatoire')),
                ('label', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='question')),
                ('help_text', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='aide')),
                ('choices', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Un par ligne, dans le même ordre dans chaque langue. Pour les listes seulement.', verbose_name='choix')),
                ('sheet', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='events.signupsheet')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignUpNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('event', 'l’événement a changé'), ('erasure', 'les données seront effacées')], max_length=8)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('last_rank', models.PositiveIntegerField()),
                ('told_rank', models.PositiveIntegerField(default=0)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='events.signupsheet')),
            ],
            options={
                'verbose_name': 'nouvelle aux personnes inscrites',
                'verbose_name_plural': 'nouvelles aux personnes inscrites',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SignUpInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, validators=[fedcms.core.mail_addresses.validate_deliverable], verbose_name='courriel')),
                ('language', models.CharField(max_length=12, verbose_name='langue')),
                ('nonce', models.CharField(default=events.models.signup.new_nonce, max_length=32)),
                ('form_key', models.UUIDField(unique=True)),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sign_up', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitation', to='events.signup')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='events.signupsheet')),
            ],
            options={
                'verbose_name': 'invitation à un événement',
                'verbose_name_plural': 'invitations à un événement',
                'ordering': ['-invited_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='UnprovenAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('mails', models.PositiveIntegerField(default=0)),
                ('until', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'adresse sans confirmation',
                'verbose_name_plural': 'adresses sans confirmation',
                'indexes': [models.Index(fields=['until'], name='unproven_until')],
            },
        ),
        migrations.CreateModel(
            name='SignUpQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seats', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='places réservées')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                ('sheet', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='events.signupsheet')),
            ],
            options={
                'verbose_name': 'places réservées à un cluster',
                'constraints': [models.UniqueConstraint(fields=('sheet', 'cluster'), name='one_quota_a_cluster')],
            },
        ),
        migrations.AddIndex(
            model_name='signup',
            index=models.Index(fields=['sheet', 'state', 'rank'], name='sign_up_by_rank'),
        ),
        migrations.AddConstraint(
            model_name='signup',
            constraint=models.UniqueConstraint(fields=('sheet', 'rank'), name='nobody_has_anothers_rank'),
        ),
        migrations.AddConstraint(
            model_name='signup',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'review', 'waiting', 'confirmed', 'declined')), models.Q(('email_key', ''), _negated=True)), fields=('sheet', 'email_key'), name='one_sign_up_an_address'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='event_type',
            field=models.CharField(blank=True, choices=[('fair', 'Salon'), ('conference', 'Conférence'), ('workshop', 'Atelier'), ('webinar', 'Webinaire'), ('meeting', 'Rencontre'), ('training', 'Formation'), ('contest', 'Concours'), ('ceremony', 'Remise de prix')], max_length=12, verbose_name='type'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='former_end_time',
            field=models.TimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='former_ends_on',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='former_start_time',
            field=models.TimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='former_starts_on',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='former_time_zone',
            field=timezone_field.fields.TimeZoneField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='former_venue_address',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='former_venue_city',
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='former_venue_name',
            field=models.CharField(blank=True, editable=False, max_length=150),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='postponed_from',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='eventpage',
            name='status',
            field=models.CharField(choices=[('scheduled', 'Prévu'), ('postponed', 'Reporté'), ('moved', 'Déplacé'), ('online', 'Passé en ligne'), ('cancelled', 'Annulé')], default='scheduled', max_length=12, verbose_name='état'),
        ),
        migrations.CreateModel(
            name='SignUpMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='objet')),
                ('text', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='texte')),
                ('form_key', models.UUIDField(unique=True)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('number', models.PositiveIntegerField(default=0)),
                ('number_failed', models.PositiveIntegerField(default=0)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='events.signupsheet')),
            ],
            options={
                'verbose_name': 'message aux personnes inscrites',
                'verbose_name_plural': 'messages aux personnes inscrites',
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SignUpMessageRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_at', models.DateTimeField(null=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='events.signupmessage')),
                ('sign_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='events.signup')),
            ],
            options={
                'verbose_name': 'destinataire d’un message',
                'verbose_name_plural': 'destinataires d’un message',
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['message'], name='messages_to_be_written')],
                'constraints': [models.UniqueConstraint(fields=('message', 'sign_up'), name='one_message_a_person')],
            },
        ),
        migrations.AddField(
            model_name='eventpage',
            name='shared_changed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name='CalendarImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.URLField(blank=True, max_length=500)),
                ('content', models.BinaryField(default=bytes)),
                ('form_key', models.UUIDField(unique=True)),
                ('state', models.CharField(choices=[('waiting', 'en attente'), ('done', 'terminé'), ('failed', 'impossible')], default='waiting', max_length=8)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('failure', models.CharField(blank=True, max_length=250)),
                ('report', models.JSONField(default=list)),
                ('agenda', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_imports', to='events.agendapage')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import de calendrier',
                'verbose_name_plural': 'imports de calendriers',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(blank=True, max_length=60)),
                ('uid', models.CharField(max_length=255)),
                ('translation_key', models.UUIDField()),
                ('values', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'événement importé',
                'verbose_name_plural': 'événements importés',
                'constraints': [models.UniqueConstraint(fields=('section', 'uid'), name='imported_once_a_section')],
            },
        ),
        migrations.CreateModel(
            name='CallForApplications',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(editable=False, unique=True)),
                ('apply_by', models.CharField(choices=[('site', 'Par le formulaire du site'), ('outside', 'Par le formulaire d’un autre service'), ('mail', 'Par courriel')], default='site', max_length=8, verbose_name='comment candidater')),
                ('outside_url', models.URLField(blank=True, verbose_name='adresse du formulaire')),
                ('outside_email', models.EmailField(blank=True, max_length=254, verbose_name='courriel où candidater')),
                ('closes_at', models.DateTimeField(help_text='À cette minute, plus rien n’est reçu. L’heure est celle du fuseau ci-contre.', verbose_name='clôture des candidatures')),
                ('time_zone', timezone_field.fields.TimeZoneField(default='Europe/Paris', verbose_name='fuseau horaire')),
                ('places', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='places')),
                ('minimum', models.PositiveSmallIntegerField(default=1, help_text='S’il manque des candidatures à la clôture, le site vous demande que faire.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='minimum pour partir')),
                ('costs', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='coûts')),
                ('support', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='aides')),
                ('purpose', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, help_text='Les candidats le lisent avant d’envoyer : « choisir la délégation et préparer le voyage ».', verbose_name='à quoi servent les données')),
                ('kept_days', models.PositiveSmallIntegerField(default=180, help_text='Après le retour de la mission. Ensuite, il ne reste que des nombres.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1095)], verbose_name='jours de conservation')),
                ('dossier', models.FileField(blank=True, editable=False, max_length=200, storage=events.models.call.private_storage, upload_to='', verbose_name='dossier')),
                ('dossier_name', models.CharField(blank=True, editable=False, max_length=120)),
                ('form_key', models.UUIDField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'appel à candidatures',
                'verbose_name_plural': 'appels à candidatures',
            },
        ),
        migrations.CreateModel(
            name='RequestedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.CharField(default=events.models.call.new_document_key, editable=False, max_length=8)),
                ('label', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='document')),
                ('help_text', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='aide')),
                ('is_required', models.BooleanField(default=True, verbose_name='obligatoire')),
                ('file_types', models.CharField(choices=[('pdf', 'PDF'), ('text', 'PDF ou texte (docx, odt)'), ('table', 'PDF ou tableur (xlsx, ods, csv)'), ('slides', 'PDF ou présentation (pptx, odp)')], default='pdf', max_length=8, verbose_name='types')),
                ('largest_megabytes', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='taille maximale en Mo')),
                ('call', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='events.callforapplications')),
            ],
            options={
                'verbose_name': 'document à joindre',
                'verbose_name_plural': 'documents à joindre',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SelectionCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('label', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='critère')),
                ('help_text', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='précision')),
                ('weight', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='poids')),
                ('call', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='events.callforapplications')),
            ],
            options={
                'verbose_name': 'critère',
                'verbose_name_plural': 'critères',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CallQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='places réservées')),
                ('call', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='events.callforapplications')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'places réservées à un cluster',
                'constraints': [models.UniqueConstraint(fields=('call', 'cluster'), name='one_call_quota_a_cluster')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'adresse à confirmer'), ('expired', 'adresse jamais confirmée'), ('draft', 'brouillon'), ('submitted', 'envoyée'), ('withdrawn', 'retirée')], default='asked', max_length=10, verbose_name='état')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='nom')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='courriel')),
                ('email_key', models.CharField(blank=True, db_index=True, max_length=254)),
                ('language', models.CharField(max_length=12, verbose_name='langue')),
                ('organisation', models.CharField(blank=True, max_length=150, verbose_name='organisation')),
                ('organisation_key', models.CharField(blank=True, max_length=200)),
                ('proof', models.CharField(blank=True, choices=[('organisation', 'confirmée par l’organisation'), ('invitation', 'invitée par le cluster')], max_length=12)),
                ('website', models.URLField(blank=True, verbose_name='site')),
                ('profile', models.TextField(blank=True, max_length=4000, verbose_name='qui vous êtes')),
                ('offer', models.TextField(blank=True, max_length=4000, verbose_name='ce que vous proposez')),
                ('sought', models.TextField(blank=True, max_length=4000, verbose_name='ce que vous cherchez')),
                ('motivation', models.TextField(blank=True, max_length=4000, verbose_name='pourquoi cette mission')),
                ('consent', models.TextField(blank=True)),
                ('form_key', models.CharField(max_length=32, unique=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('saved_form_key', models.CharField(blank=True, max_length=32)),
                ('nonce', models.CharField(default=events.models.signup.new_nonce, max_length=32)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('saved_at', models.DateTimeField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('organisation_asked_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='events.callforapplications')),
                ('claimed_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clusters.organisation')),
                ('cluster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clusters.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'candidature',
                'verbose_name_plural': 'candidatures',
            },
        ),
        migrations.CreateModel(
            name='ApplicationDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, storage=events.models.call.private_storage, upload_to='')),
                ('name', models.CharField(max_length=150)),
                ('size', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='events.application')),
                ('requested', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.requesteddocument')),
            ],
            options={
                'verbose_name': 'document d’une candidature',
                'verbose_name_plural': 'documents d’une candidature',
            },
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['call', 'state'], name='application_by_state'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'draft', 'submitted')), models.Q(('email_key', ''), _negated=True)), fields=('call', 'email_key'), name='one_application_an_address'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'submitted')), models.Q(('proof', ''), _negated=True)), fields=('call', 'claimed_organisation'), name='one_application_an_organisation'),
        ),
        migrations.AddConstraint(
            model_name='applicationdocument',
            constraint=models.UniqueConstraint(fields=('application', 'requested'), name='one_file_a_document'),
        ),
        migrations.AddField(
            model_name='agendapage',
            name='search_words',
            field=models.CharField(blank=True, max_length=300, verbose_name='mots de recherche'),
        ),
        migrations.AddField(
            model_name='application',
            name='decision',
            field=models.CharField(blank=True, choices=[('chosen', 'choisie'), ('reserve', 'en réserve'), ('refused', 'non retenue')], max_length=8, verbose_name='décision'),
        ),
        migrations.AddField(
            model_name='callforapplications',
            name='is_cancelled',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='callforapplications',
            name='shortfall_told_for',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='ApplicationDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_by_name', models.CharField(max_length=300)),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('chosen', 'choisie'), ('reserve', 'en réserve'), ('refused', 'non retenue')], max_length=8)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='events.application')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'décision',
                'verbose_name_plural': 'décisions',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.TextField(blank=True, max_length=2000, verbose_name='commentaire')),
                ('submitted_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evaluations', to='events.application')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'évaluation',
                'verbose_name_plural': 'évaluations',
            },
        ),
        migrations.CreateModel(
            name='CriterionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(5)])),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.selectioncriterion')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='events.evaluation')),
            ],
            options={
                'verbose_name': 'note d’un critère',
                'verbose_name_plural': 'notes d’un critère',
            },
        ),
        migrations.CreateModel(
            name='Evaluator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evaluators', to='events.callforapplications')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'membre d’un jury',
                'verbose_name_plural': 'membres d’un jury',
            },
        ),
        migrations.CreateModel(
            name='ShortfallDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_by_name', models.CharField(max_length=300)),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('go', 'partir quand même'), ('extend', 'prolonger les candidatures'), ('cancel', 'annuler')], max_length=8)),
                ('closed_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField(null=True)),
                ('number', models.PositiveIntegerField()),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shortfall_decisions', to='events.callforapplications')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'suite d’un appel à candidatures',
                'verbose_name_plural': 'suites d’un appel à candidatures',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ConflictOfInterest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('declared_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='events.application')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'conflit d’intérêts',
                'verbose_name_plural': 'conflits d’intérêts',
                'constraints': [models.UniqueConstraint(fields=('application', 'user'), name='one_conflict_a_person')],
            },
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(fields=('application', 'user'), name='one_evaluation_a_person'),
        ),
        migrations.AddConstraint(
            model_name='criterionscore',
            constraint=models.UniqueConstraint(fields=('evaluation', 'criterion'), name='one_score_a_criterion'),
        ),
        migrations.AddConstraint(
            model_name='evaluator',
            constraint=models.UniqueConstraint(fields=('call', 'user'), name='one_evaluator_a_person'),
        ),
        migrations.AddField(
            model_name='signup',
            name='presence_changed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='DelegateMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.CharField(max_length=32, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.application')),
            ],
            options={
                'verbose_name': 'message à une organisation de la délégation',
                'verbose_name_plural': 'messages aux organisations de la délégation',
            },
        ),
        migrations.CreateModel(
            name='DelegateProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('profile', models.TextField(blank=True, max_length=2000, verbose_name='qui vous êtes')),
                ('offer', models.TextField(blank=True, max_length=2000, verbose_name='ce que vous proposez')),
                ('sought', models.TextField(blank=True, max_length=2000, verbose_name='ce que vous cherchez')),
                ('consent', models.TextField(blank=True)),
                ('consented_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('saved_form_key', models.CharField(blank=True, max_length=32)),
                ('shown_profile', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText)),
                ('shown_offer', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText)),
                ('shown_sought', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText)),
                ('approved_version', models.PositiveIntegerField(default=0)),
                ('approved_at', models.DateTimeField(null=True)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='delegate_profile', to='events.application')),
            ],
            options={
                'verbose_name': 'présentation d’une organisation de la délégation',
                'verbose_name_plural': 'présentations des organisations de la délégation',
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(null=True)),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='delegation', to='events.callforapplications')),
            ],
            options={
                'verbose_name': 'délégation',
                'verbose_name_plural': 'délégations',
            },
        ),
        migrations.CreateModel(
            name='ProgrammeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('time_zone', timezone_field.fields.TimeZoneField(default='Europe/Paris', verbose_name='fuseau horaire')),
                ('title', fedcms.core.i18n.translated_text.TranslatedTextField(default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='intitulé')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='lieu')),
                ('is_private', models.BooleanField(default=False)),
                ('uid', models.UUIDField(unique=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('form_key', models.UUIDField(null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme_items', to='events.callforapplications')),
                ('participants', models.ManyToManyField(blank=True, related_name='meetings', to='events.application')),
            ],
            options={
                'verbose_name': 'élément du programme d’une délégation',
                'verbose_name_plural': 'programme d’une délégation',
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='eventpage',
            name='exceptions',
            field=wagtail.fields.StreamField([('date', 5)], blank=True, block_lookup={0: ('wagtail.blocks.DateBlock', (), {'label': 'Date de la série'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('left_out', 'N’a pas lieu, et n’est pas montrée (vacances)'), ('cancelled', 'Annulée : reste visible, barrée'), ('moved', 'Déplacée à un autre jour ou à d’autres heures')], 'label': 'Ce jour-là'}), 2: ('wagtail.blocks.DateBlock', (), {'help_text': 'Vide : le même jour.', 'label': 'Nouveau jour', 'required': False}), 3: ('wagtail.blocks.TimeBlock', (), {'help_text': 'Vide : celle de la série.', 'label': 'Nouvelle heure de début', 'required': False}), 4: ('wagtail.blocks.TimeBlock', (), {'help_text': 'Vide : celle de la série.', 'label': 'Nouvelle heure de fin', 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('day', 0), ('change', 1), ('new_day', 2), ('start_time', 3), ('end_time', 4)]], {})}, verbose_name='dates à part'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='repeat_count',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(200)], verbose_name='nombre de dates'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='repeat_days',
            field=models.CharField(blank=True, max_length=20, verbose_name='jours de la semaine'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='repeat_interval',
            field=models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(52)], verbose_name='toutes les combien'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='repeat_until',
            field=models.DateField(blank=True, null=True, verbose_name='jusqu’au'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='repeats',
            field=models.CharField(blank=True, choices=[('weekly', 'Chaque semaine, aux jours cochés'), ('monthly_day', 'Chaque mois, le même jour du mois (le 12)'), ('monthly_weekday', 'Chaque mois, le même jour de la semaine (le deuxième mardi)'), ('monthly_last', 'Chaque mois, le dernier jour de ce nom (le dernier mardi)'), ('yearly', 'Chaque année, à la même date')], max_length=16, verbose_name='répétition'),
        ),
        migrations.CreateModel(
            name='EventOccurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('starts_at', models.DateTimeField()),
                ('is_cancelled', models.BooleanField(default=False)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dates', to='events.eventpage')),
            ],
            options={
                'verbose_name': 'date d’un événement',
                'verbose_name_plural': 'dates d’événements',
                'indexes': [models.Index(fields=['last_day', 'first_day'], name='occurrence_by_days')],
            },
        ),
        migrations.CreateModel(
            name='DelegateStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='delegate_story', to='events.application')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'réussite d’une organisation de la délégation',
                'verbose_name_plural': 'réussites des organisations de la délégation',
            },
        ),
        migrations.CreateModel(
            name='DelegationOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', fedcms.core.i18n.translated_text.TranslatedTextField(blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, verbose_name='bilan')),
                ('contacts', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='contacts noués')),
                ('contracts', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='contrats signés')),
                ('counted_on', models.DateField(blank=True, null=True, verbose_name='chiffres du')),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('form_key', models.UUIDField(editable=False, null=True)),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outcome', to='events.callforapplications')),
            ],
            options={
                'verbose_name': 'bilan d’une mission',
                'verbose_name_plural': 'bilans de missions',
            },
        ),
        migrations.AddField(
            model_name='eventpage',
            name='sessions',
            field=wagtail.fields.StreamField([('session', 7)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 150}), 1: ('wagtail.blocks.IntegerBlock', (), {'default': 1, 'help_text': '1 : le premier jour, 2 : le lendemain.', 'label': 'Jour de l’événement', 'max_value': 60, 'min_value': 1}), 2: ('wagtail.blocks.TimeBlock', (), {'label': 'Début'}), 3: ('wagtail.blocks.TimeBlock', (), {'label': 'Fin', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Salle', 'max_length': 80, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leurs noms, comme on les lira : « Nadia Haddad, EdTech Loire ».', 'label': 'Intervenants', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.TextBlock', (), {'help_text': 'Une phrase ou deux.', 'label': 'De quoi il s’agit', 'max_length': 500, 'required': False, 'rows': 2}), 7: ('wagtail.blocks.StructBlock', [[('title', 0), ('day', 1), ('start_time', 2), ('end_time', 3), ('hall', 4), ('speakers', 5), ('text', 6)]], {})}, verbose_name='séances'),
        ),
    ]
