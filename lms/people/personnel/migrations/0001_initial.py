import django.db.models.deletion
import lms.core.ids
import lms.people.personnel.models
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
            name='Official',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=lms.core.ids.uuid7, editable=False, unique=True)),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='staff code')),
                ('full_name', models.CharField(max_length=120, verbose_name='full name')),
                ('name_low', models.CharField(max_length=121)),
                ('name_fold', models.CharField(db_index=True, max_length=121)),
                ('name_key', models.CharField(db_index=True, max_length=400)),
                ('name_sorted', models.CharField(db_index=True, max_length=120)),
                ('birth_date', models.DateField(verbose_name='birth date')),
                ('sex', models.CharField(choices=[('f', 'female'), ('m', 'male')], max_length=1)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='personnel.official')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='official', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OfficialMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.JSONField(default=dict)),
                ('accounts', models.JSONField(default=dict)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='personnel.official')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_by', to='personnel.official')),
            ],
        ),
        migrations.CreateModel(
            name='RankHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.CharField(choices=[('staff', 'staff member'), ('clerk', 'clerk'), ('expert', 'expert'), ('principal', 'principal expert'), ('senior', 'senior expert'), ('grade_5', 'grade V'), ('grade_4', 'grade IV'), ('grade_3', 'grade III'), ('grade_2', 'grade II'), ('grade_1', 'grade I')], max_length=12)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('decision', models.CharField(blank=True, max_length=120)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ranks', to='personnel.official')),
            ],
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=20)),
                ('scale', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=20)),
                ('decided_on', models.DateField()),
                ('decision', models.CharField(blank=True, max_length=120)),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='personnel.official')),
            ],
        ),
        migrations.CreateModel(
            name='Sensitive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ethnicity', models.CharField(blank=True, max_length=40)),
                ('is_ethnic_minority', models.BooleanField(default=False)),
                ('is_party_member', models.BooleanField(default=False)),
                ('id_number', models.CharField(blank=True, db_index=True, max_length=12)),
                ('official', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sensitive', to='personnel.official')),
            ],
        ),
        migrations.CreateModel(
            name='SensitiveAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('fields', 'ethnic origin, Party membership, ID number'), ('activity', 'detailed learning activity')], default='fields', max_length=8)),
                ('purpose', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='personnel.official')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TrainingRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=80, unique=True)),
                ('origin', models.CharField(choices=[('ours', 'by this system'), ('imported', 'from former records'), ('external', 'outside this system')], default='ours', max_length=8)),
                ('title', models.CharField(max_length=200)),
                ('school', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=20)),
                ('periods', models.PositiveSmallIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('document', models.CharField(blank=True, max_length=80)),
                ('revoked_on', models.DateField(blank=True, null=True)),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='personnel.official')),
            ],
        ),
        migrations.CreateModel(
            name='HistoricFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('value', models.DecimalField(decimal_places=1, max_digits=12)),
                ('measure', models.CharField(choices=[('turns', 'attendances (lượt)'), ('persons', 'persons (người)'), ('classes', 'classes (lớp)'), ('percent', 'percent')], max_length=8)),
                ('qualifier', models.CharField(choices=[('exact', 'exactly'), ('over', 'over (trên)'), ('more', 'more than (hơn)'), ('nearly', 'nearly (gần)'), ('about', 'about (khoảng)')], default='exact', max_length=8)),
                ('source', models.CharField(max_length=300)),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='personnel.historicfigure')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='organisation.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'title', 'starts_on', 'ends_on', 'measure', 'source'), name='historic_figure_once')],
            },
        ),
        migrations.CreateModel(
            name='DistinctPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.official')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='personnel.official')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='distinct_pair_once')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('position', models.CharField(blank=True, max_length=160)),
                ('group', models.CharField(choices=[('elected_official', 'elected official'), ('civil_servant', 'civil servant'), ('public_employee', 'public employee'), ('part_time_commune_worker', 'part-time commune worker')], max_length=24)),
                ('kind', models.CharField(choices=[('regular', 'regular'), ('seconded', 'seconded'), ('rotated', 'rotated'), ('acting', 'acting')], default='regular', max_length=8)),
                ('tier', models.CharField(choices=[('central', 'managed by the Central Committee'), ('province', 'managed by the provincial Party standing committee'), ('unit', 'managed by the unit')], default='unit', max_length=8)),
                ('is_key', models.BooleanField(default=False)),
                ('is_main', models.BooleanField(default=True)),
                ('decision', models.CharField(blank=True, max_length=120)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='personnel.post')),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='personnel.official')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisation.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'valid_from'], name='personnel_p_unit_id_31f586_idx')],
            },
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=lms.core.ids.uuid7, editable=False, unique=True)),
                ('dimension', models.CharField(choices=[('general_education', 'general schooling'), ('professional', 'professional level'), ('political_theory', 'political theory'), ('state_management', 'state management'), ('defence_security', 'defence and security knowledge'), ('it', 'information technology'), ('foreign_language', 'foreign language'), ('ethnic_language', 'ethnic language')], max_length=20)),
                ('level', models.CharField(choices=[('primary', 'primary school'), ('lower_secondary', 'lower secondary'), ('upper_secondary', 'upper secondary'), ('elementary', 'elementary'), ('intermediate', 'intermediate'), ('college', 'college'), ('university', 'university'), ('master', 'master'), ('doctor', 'doctor'), ('advanced', 'advanced or bachelor of theory'), ('clerk', 'clerk programme'), ('expert', 'expert programme'), ('principal', 'principal expert programme'), ('senior', 'senior expert programme'), ('audience_4', 'audience 4'), ('audience_3', 'audience 3'), ('audience_2', 'audience 2'), ('audience_1', 'audience 1'), ('basic', 'basic'), ('skilled', 'advanced'), ('step_1', 'step 1 (A1)'), ('step_2', 'step 2 (A2)'), ('step_3', 'step 3 (B1)'), ('step_4', 'step 4 (B2)'), ('step_5', 'step 5 (C1)'), ('step_6', 'step 6 (C2)'), ('spoken', 'speaks it at work'), ('certified', 'holds a certificate')], max_length=16)),
                ('field', models.CharField(blank=True, max_length=120)),
                ('institution', models.CharField(blank=True, max_length=200)),
                ('mode', models.CharField(blank=True, choices=[('full_time', 'full time'), ('part_time', 'while working'), ('distance', 'distance'), ('transfer', 'transfer course')], max_length=10)),
                ('held_from', models.DateField()),
                ('evidence', models.FileField(blank=True, max_length=255, upload_to=lms.people.personnel.models._evidence_path)),
                ('state', models.CharField(choices=[('declared', 'declared'), ('confirmed', 'confirmed'), ('refused', 'refused')], default='confirmed', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to='personnel.official')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['declared', 'confirmed', 'refused'])), name='qualification_state')],
            },
        ),
    ]
