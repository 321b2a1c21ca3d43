import django.db.models.deletion
import lms.core.ids
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssignmentLessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long a learner needs.', verbose_name='minutes')),
                ('summary', models.TextField(blank=True, max_length=300, verbose_name='summary')),
                ('brief', wagtail.fields.RichTextField(verbose_name='brief')),
                ('min_words', models.PositiveSmallIntegerField(default=300, verbose_name='at least words')),
                ('max_words', models.PositiveSmallIntegerField(default=1200, verbose_name='at most words')),
                ('allows_file', models.BooleanField(default=True, verbose_name='a file may be handed in')),
                ('is_required', models.BooleanField(default=True, verbose_name='required to pass the course')),
                ('rubric', wagtail.fields.StreamField([('criterion', 7)], block_lookup={0: ('wagtail.blocks.RegexBlock', (), {'help_text': 'Short name without marks, for example van-dung', 'label': 'Key', 'max_length': 40, 'regex': '^[a-z0-9]+([_-][a-z0-9]+)*$'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Criterion', 'max_length': 120}), 2: ('wagtail.blocks.IntegerBlock', (), {'help_text': 'All weights together make 100.', 'label': 'Weight in percent', 'max_value': 100, 'min_value': 1}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'Level 1 (weak)', 'required': False, 'rows': 2}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Level 2 (fair)', 'required': False, 'rows': 2}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Level 3 (good)', 'required': False, 'rows': 2}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'Level 4 (very good)', 'required': False, 'rows': 2}), 7: ('wagtail.blocks.StructBlock', [[('key', 0), ('title', 1), ('weight', 2), ('level_1', 3), ('level_2', 4), ('level_3', 5), ('level_4', 6)]], {})}, help_text='Weights add up to 100 %.', verbose_name='rubric')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CoursePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('key', models.UUIDField(default=lms.core.ids.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('programme', 'refresher programme'), ('conduct', 'public service conduct')], default='programme', max_length=12, verbose_name='kind')),
                ('summary', models.TextField(help_text='Two or three sentences for the catalogue.', max_length=600, verbose_name='summary')),
                ('audience', models.TextField(max_length=400, verbose_name='for whom')),
                ('periods', models.PositiveSmallIntegerField(default=8, help_text='Tiết of the whole programme; 8 tiết are one day of study.', verbose_name='periods (tiết)')),
                ('outcomes', wagtail.fields.StreamField([('outcome', 0)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Outcome', 'max_length': 300})}, help_text='What a learner can do afterwards, one sentence each.', verbose_name='outcomes')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ModulePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
            ],
            options={
                'verbose_name': 'module',
                'verbose_name_plural': 'modules',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PledgeLessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long a learner needs.', verbose_name='minutes')),
                ('summary', models.TextField(blank=True, max_length=300, verbose_name='summary')),
                ('text', models.TextField(help_text='One paragraph a line.', verbose_name='text of the commitment')),
                ('version', models.CharField(help_text="The school's name of this text, for example 2026-1. A changed text gets a new one.", max_length=40, verbose_name='version')),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ReadingLessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long a learner needs.', verbose_name='minutes')),
                ('summary', models.TextField(blank=True, max_length=300, verbose_name='summary')),
                ('body', wagtail.fields.StreamField([('text', 0), ('note', 1), ('picture', 5), ('video', 9), ('legal', 12), ('document', 14)], block_lookup={0: ('cms.library.blocks.CleanText', (), {'features': ['h2', 'h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'blockquote', 'hr', 'link', 'document-link'], 'label': 'Text'}), 1: ('cms.library.blocks.NoteBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'label': 'Note'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the picture shows, for those who cannot see it. Empty: that of the picture library.', 'label': 'Text alternative', 'max_length': 250, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alt', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200}), 7: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'MP4 or WebM, at most 240 lines, so that it plays on 3G.', 'label': 'Video file'}), 8: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'WebVTT file (.vtt) with all that is said.', 'label': 'Captions'}), 9: ('wagtail.blocks.StructBlock', [[('title', 6), ('video', 7), ('captions', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: Luật Hộ tịch 2014, Điều 16 khoản 1', 'label': 'Where it stands', 'max_length': 300}), 11: ('wagtail.snippets.blocks.SnippetChooserBlock', ('library.LegalDocument',), {'label': 'Legal document', 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('text', 10), ('document', 11)]], {}), 13: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'File'}), 14: ('wagtail.blocks.StructBlock', [[('title', 6), ('document', 13)]], {})}, verbose_name='body')),
            ],
            options={
                'verbose_name': 'reading lesson',
                'verbose_name_plural': 'reading lessons',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ReflectionLessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long a learner needs.', verbose_name='minutes')),
                ('summary', models.TextField(blank=True, max_length=300, verbose_name='summary')),
                ('question', models.TextField(max_length=600, verbose_name='question')),
                ('points', wagtail.fields.StreamField([('point', 0)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Point', 'max_length': 300})}, verbose_name='what to think of')),
                ('min_words', models.PositiveSmallIntegerField(default=30, verbose_name='at least words')),
            ],
            options={
                'verbose_name': 'reflection',
                'verbose_name_plural': 'reflections',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='RefresherLessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long a learner needs.', verbose_name='minutes')),
                ('summary', models.TextField(blank=True, max_length=300, verbose_name='summary')),
                ('draw', models.PositiveSmallIntegerField(default=4, help_text='With at least twice as many in the pool, nobody gets a situation two years running.', verbose_name='situations for each person and year')),
                ('situations', wagtail.fields.StreamField([('situation', 22)], block_lookup={0: ('wagtail.blocks.RegexBlock', (), {'help_text': 'Short name without marks. It stays when the text is corrected, so that nobody gets the same situation two years running.', 'label': 'Key', 'max_length': 60, 'regex': '^[a-z0-9]+([_-][a-z0-9]+)*$'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Place', 'max_length': 120, 'required': False}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('counter', 'one-stop counter'), ('office', 'office'), ('hall', 'village hall'), ('field', 'field path')], 'label': 'Picture'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Text alternative', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'What happens', 'max_length': 1500, 'required': False, 'rows': 4}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Who speaks', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'What is said', 'max_length': 600, 'required': False, 'rows': 2}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 300}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'Way to act', 'max_length': 400, 'rows': 2}), 10: ('wagtail.blocks.RegexBlock', (), {'help_text': '1 worst to 5 best, one figure for each expert, in the same order everywhere: 5, 4, 5, 4', 'label': 'Ratings of the experts', 'max_length': 60, 'regex': '^\\s*[1-5]\\s*([,;\\s]\\s*[1-5]\\s*)*$'}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'Why', 'max_length': 400, 'required': False, 'rows': 2}), 12: ('wagtail.blocks.StructBlock', [[('text', 9), ('panel', 10), ('why', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': 'Ways to act', 'max_num': 5, 'min_num': 3}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Step', 'max_length': 300}), 15: ('wagtail.blocks.ListBlock', (14,), {'default': [], 'label': 'The right way'}), 16: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('law', 'law'), ('internal', 'internal rule'), ('practice', 'good practice')], 'label': 'Kind of basis'}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: Luật Hộ tịch 2014, Điều 16 khoản 1', 'label': 'Where it stands', 'max_length': 300}), 18: ('wagtail.snippets.blocks.SnippetChooserBlock', ('library.LegalDocument',), {'label': 'Legal document', 'required': False}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Note', 'max_length': 300, 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('kind', 16), ('text', 17), ('document', 18), ('note', 19)]], {}), 21: ('wagtail.blocks.ListBlock', (20,), {'default': [], 'label': 'Basis'}), 22: ('wagtail.blocks.StructBlock', [[('key', 0), ('title', 1), ('place', 2), ('picture', 3), ('picture_alt', 4), ('narration', 5), ('speaker', 6), ('speech', 7), ('question', 8), ('options', 13), ('right_way', 15), ('basis', 21)]], {})}, verbose_name='situations')),
            ],
            options={
                'verbose_name': 'yearly refresher',
                'verbose_name_plural': 'yearly refreshers',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ScenarioLessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long a learner needs.', verbose_name='minutes')),
                ('summary', models.TextField(blank=True, max_length=300, verbose_name='summary')),
                ('case', models.JSONField(blank=True, default=dict, editable=False)),
            ],
            options={
                'verbose_name': 'scenario lesson',
                'verbose_name_plural': 'scenario lessons',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SelfCheckLessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long a learner needs.', verbose_name='minutes')),
                ('summary', models.TextField(blank=True, max_length=300, verbose_name='summary')),
                ('phase', models.CharField(choices=[('before', 'before the course'), ('after', 'after the course')], default='before', max_length=6, verbose_name='when')),
                ('statements', wagtail.fields.StreamField([('statement', 2)], block_lookup={0: ('wagtail.blocks.RegexBlock', (), {'help_text': 'Short name without marks. The same statement has the same key before and after the course.', 'label': 'Key', 'max_length': 40, 'regex': '^[a-z0-9]+([_-][a-z0-9]+)*$'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Something that one does or does not do, said in the first person.', 'label': 'Statement', 'max_length': 300}), 2: ('wagtail.blocks.StructBlock', [[('key', 0), ('text', 1)]], {})}, help_text='Learners rate each from 1 (never) to 5 (always). Nobody else sees a single rating.', verbose_name='statements')),
            ],
            options={
                'verbose_name': 'self-assessment',
                'verbose_name_plural': 'self-assessments',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CourseEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('schema', models.PositiveSmallIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('content', models.JSONField()),
                ('lesson_hashes', models.JSONField()),
                ('title', models.CharField(max_length=255)),
                ('slug', models.CharField(db_index=True, max_length=255)),
                ('school_code', models.CharField(db_index=True, max_length=32)),
                ('printed_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('printed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='courses.coursepage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'number'), name='edition_number')],
            },
        ),
    ]
