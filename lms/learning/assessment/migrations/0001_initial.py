import django.db.models.deletion
import lms.core.ids
import lms.learning.assessment.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('classes', '0001_initial'),
        ('courses', '0001_initial'),
        ('enrolment', '0001_initial'),
        ('progress', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReasonRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('full', 'to the point'), ('partly', 'something is missing'), ('missed', 'beside the point')], max_length=6)),
                ('text', models.TextField(blank=True)),
                ('by_name', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='progress.answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.UUIDField(default=lms.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('lesson', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'handed in'), ('returned', 'returned for correction'), ('graded', 'graded')], default='draft', max_length=10)),
                ('draft', models.TextField(blank=True)),
                ('draft_at', models.DateTimeField(null=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.courseedition')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='enrolment.enrolment')),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(blank=True)),
                ('file', models.FileField(blank=True, max_length=255, upload_to=lms.learning.assessment.models._work_path)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('is_late', models.BooleanField(default=False)),
                ('client_id', models.UUIDField(unique=True)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='assessment.submission')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('grade', 'graded'), ('return', 'returned')], max_length=6)),
                ('marks', models.JSONField(default=dict)),
                ('score', models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                ('remark', models.TextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('by_name', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='assessment.version')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson', models.CharField(max_length=80)),
                ('due_at', models.DateTimeField()),
                ('late', models.CharField(choices=[('accept', 'accept late work, marked as late'), ('refuse', 'refuse late work')], default='accept', max_length=8)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='classes.classgroup')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'lesson'), name='schedule_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'graded'])), name='submission_state'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('enrolment', 'lesson'), name='submission_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('submission', 'number'), name='version_number'),
        ),
    ]
