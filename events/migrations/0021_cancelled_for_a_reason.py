from django.db import migrations

import fedcms.core.i18n.translated_text


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0020_calls_that_change'),
    ]

    operations = [
        migrations.AddField(
            model_name='callforapplications',
            name='cancelled_for',
            field=fedcms.core.i18n.translated_text.TranslatedTextField(
                blank=True, default=fedcms.core.i18n.translated_text.TranslatedText, editable=False
            ),
        ),
    ]
