import django.db.models.deletion
import lms.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('personnel', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=lms.core.ids.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('correct', 'correct the record'), ('access', 'hand over the data'), ('restrict', 'restrict the use of data'), ('object', 'object to a use of data'), ('delete', 'delete data')], max_length=8)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField()),
                ('state', models.CharField(choices=[('open', 'received'), ('taken', 'being dealt with'), ('done', 'done'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='open', max_length=9)),
                ('received_at', models.DateTimeField()),
                ('answer_due', models.DateField()),
                ('finish_due', models.DateField()),
                ('clocks', models.JSONField(default=dict)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('extended_on', models.DateField(blank=True, null=True)),
                ('extension_reason', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='personnel.official')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'finish_due'], name='privacy_dat_state_3fecc4_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken', 'done', 'refused', 'withdrawn'])), name='data_request_state')],
            },
        ),
    ]
