import datetime
import django.db.models.deletion
import lms.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('uid', models.UUIDField(default=lms.core.ids.uuid7, editable=False, unique=True)),
                ('code', models.CharField(max_length=32, unique=True)),
                ('eid', models.CharField(blank=True, max_length=35, null=True, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('name_fold', models.CharField(db_index=True, max_length=200)),
                ('level', models.CharField(choices=[('central', 'central'), ('province', 'province'), ('district', 'district (until 30/06/2025)'), ('commune', 'commune'), ('department', 'department'), ('school', 'training school'), ('party', 'Party body'), ('front', 'front and unions')], max_length=12)),
                ('sector', models.CharField(choices=[('party', 'Party'), ('government', 'government'), ('front', 'Fatherland Front and unions'), ('service', 'public service units')], default='government', max_length=12)),
                ('valid_from', models.DateField(default=datetime.date(1945, 9, 2))),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merge', 'merged into'), ('split', 'split into'), ('convert', 'converted into'), ('dissolve', 'dissolved, taken over by')], max_length=8)),
                ('on', models.DateField()),
                ('decision', models.CharField(max_length=120)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='organisation.unit')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='precessions', to='organisation.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor', 'on'), name='succession_once')],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('school_office', 'school office'), ('school_head', 'school head'), ('editor', 'content editor'), ('unit_manager', 'unit manager'), ('authority', 'training authority'), ('auditor', 'auditor')], max_length=16)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(max_length=300)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='organisation.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'role'], name='organisatio_user_id_b90936_idx')],
            },
        ),
        migrations.CreateModel(
            name='UnitState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('name_fold', models.CharField(max_length=200)),
                ('level', models.CharField(choices=[('central', 'central'), ('province', 'province'), ('district', 'district (until 30/06/2025)'), ('commune', 'commune'), ('department', 'department'), ('school', 'training school'), ('party', 'Party body'), ('front', 'front and unions')], max_length=12)),
                ('trail', models.CharField(db_index=True, max_length=120)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('decision', models.CharField(blank=True, max_length=300)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='states', to='organisation.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'valid_from'), name='unit_state_once'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('unit',), name='unit_state_one_open')],
            },
        ),
    ]
