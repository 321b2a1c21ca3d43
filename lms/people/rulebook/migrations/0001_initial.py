import django.db.models.deletion
import lms.core.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_index=True, max_length=64)),
                ('title', models.CharField(max_length=200)),
                ('group', models.CharField(blank=True, choices=[('elected_official', 'elected official'), ('civil_servant', 'civil servant'), ('public_employee', 'public employee'), ('part_time_commune_worker', 'part-time commune worker')], max_length=24)),
                ('level', models.CharField(blank=True, choices=[('central', 'central'), ('province', 'province'), ('district', 'district (until 30/06/2025)'), ('commune', 'commune'), ('department', 'department'), ('school', 'training school'), ('party', 'Party body'), ('front', 'front and unions')], max_length=12)),
                ('value', models.JSONField(null=True)),
                ('measure', models.CharField(blank=True, max_length=40)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('basis', models.CharField(choices=[('law', 'law'), ('internal', 'internal rule'), ('practice', 'practice')], max_length=8)),
                ('source', models.CharField(max_length=300)),
                ('is_verified', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('written_at', models.DateTimeField(default=lms.core.clock.now)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=300)),
                ('origin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='rulebook.rule')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='organisation.unit')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None), ('unit__isnull', False)), fields=('key', 'unit', 'group', 'level', 'valid_from'), name='rule_once'), models.UniqueConstraint(condition=models.Q(('replaced_at', None), ('unit', None)), fields=('key', 'group', 'level', 'valid_from'), name='rule_everywhere_once')],
            },
        ),
    ]
