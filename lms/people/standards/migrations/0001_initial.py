import django.db.models.deletion
import lms.core.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('personnel', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(blank=True, choices=[('elected_official', 'elected official'), ('civil_servant', 'civil servant'), ('public_employee', 'public employee'), ('part_time_commune_worker', 'part-time commune worker')], max_length=24)),
                ('unit_level', models.CharField(blank=True, choices=[('central', 'central'), ('province', 'province'), ('district', 'district (until 30/06/2025)'), ('commune', 'commune'), ('department', 'department'), ('school', 'training school'), ('party', 'Party body'), ('front', 'front and unions')], max_length=12)),
                ('title_fold', models.CharField(blank=True, max_length=160)),
                ('title', models.CharField(blank=True, max_length=160)),
                ('rank', models.CharField(blank=True, choices=[('staff', 'staff member'), ('clerk', 'clerk'), ('expert', 'expert'), ('principal', 'principal expert'), ('senior', 'senior expert'), ('grade_5', 'grade V'), ('grade_4', 'grade IV'), ('grade_3', 'grade III'), ('grade_2', 'grade II'), ('grade_1', 'grade I')], max_length=12)),
                ('keys_only', models.BooleanField(default=False)),
                ('dimension', models.CharField(choices=[('general_education', 'general schooling'), ('professional', 'professional level'), ('political_theory', 'political theory'), ('state_management', 'state management'), ('defence_security', 'defence and security knowledge'), ('it', 'information technology'), ('foreign_language', 'foreign language'), ('ethnic_language', 'ethnic language')], max_length=20)),
                ('least', models.CharField(choices=[('primary', 'primary school'), ('lower_secondary', 'lower secondary'), ('upper_secondary', 'upper secondary'), ('elementary', 'elementary'), ('intermediate', 'intermediate'), ('college', 'college'), ('university', 'university'), ('master', 'master'), ('doctor', 'doctor'), ('advanced', 'advanced or bachelor of theory'), ('clerk', 'clerk programme'), ('expert', 'expert programme'), ('principal', 'principal expert programme'), ('senior', 'senior expert programme'), ('audience_4', 'audience 4'), ('audience_3', 'audience 3'), ('audience_2', 'audience 2'), ('audience_1', 'audience 1'), ('basic', 'basic'), ('skilled', 'advanced'), ('step_1', 'step 1 (A1)'), ('step_2', 'step 2 (A2)'), ('step_3', 'step 3 (B1)'), ('step_4', 'step 4 (B2)'), ('step_5', 'step 5 (C1)'), ('step_6', 'step 6 (C2)'), ('spoken', 'speaks it at work'), ('certified', 'holds a certificate')], max_length=16)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('basis', models.CharField(choices=[('law', 'law'), ('internal', 'internal rule'), ('practice', 'practice')], max_length=8)),
                ('source', models.CharField(max_length=300)),
                ('is_verified', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('written_at', models.DateTimeField(default=lms.core.clock.now)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standards', to='organisation.unit')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['dimension', 'valid_from'], name='standards_s_dimensi_41d3f5_idx')],
            },
        ),
        migrations.CreateModel(
            name='StandardDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', models.CharField(choices=[('general_education', 'general schooling'), ('professional', 'professional level'), ('political_theory', 'political theory'), ('state_management', 'state management'), ('defence_security', 'defence and security knowledge'), ('it', 'information technology'), ('foreign_language', 'foreign language'), ('ethnic_language', 'ethnic language')], max_length=20)),
                ('met', models.BooleanField()),
                ('basis', models.CharField(choices=[('level', 'by level'), ('exception', 'by exception'), ('deadline', 'not yet, with a personal deadline'), ('not_met', 'not met')], max_length=10)),
                ('decision', models.CharField(blank=True, max_length=120)),
                ('decided_on', models.DateField()),
                ('deadline', models.DateField(blank=True, null=True)),
                ('remark', models.CharField(blank=True, max_length=300)),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standards', to='personnel.official')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('basis', 'deadline'), ('deadline__isnull', False)), models.Q(models.Q(('basis', 'deadline'), _negated=True), ('deadline', None)), _connector='OR'), name='standard_deadline_with_its_basis'), models.CheckConstraint(condition=models.Q(models.Q(('basis__in', ['level', 'exception']), ('met', True)), models.Q(('basis__in', ['deadline', 'not_met']), ('met', False)), _connector='OR'), name='standard_met_with_its_basis')],
            },
        ),
    ]
