import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('language', models.CharField(choices=[('ar', 'العربية'), ('he', 'עברית'), ('en', 'English')], default='ar', max_length=2, verbose_name='language')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='user_email_is_unique')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='time')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author_name', models.CharField(max_length=150, verbose_name='author')),
                ('channel', models.CharField(choices=[('web', 'web'), ('phone', 'telephone'), ('command', 'command line'), ('file', 'file'), ('system', 'the system itself')], max_length=10, verbose_name='channel')),
                ('action', models.CharField(max_length=40, verbose_name='action')),
                ('subject', models.CharField(max_length=60, verbose_name='kind of object')),
                ('subject_key', models.CharField(max_length=160, verbose_name='object')),
                ('before', models.JSONField(blank=True, null=True, verbose_name='before')),
                ('after', models.JSONField(blank=True, null=True, verbose_name='after')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['subject', 'subject_key', '-at'], name='base_change_subject_03cb70_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'phone', 'command', 'file', 'system'])), name='change_channel_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=60, unique=True, verbose_name='series')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='last number')),
            ],
            options={
                'verbose_name': 'number series',
                'verbose_name_plural': 'number series',
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='first day of the month', verbose_name='month')),
                ('metric', models.CharField(max_length=80, verbose_name='metric')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='standard code')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='value')),
                ('unit', models.CharField(max_length=30, verbose_name='unit')),
                ('grade', models.CharField(choices=[('measured', 'measured'), ('counted', 'counted'), ('estimated', 'estimated'), ('assumed', 'assumed')], max_length=10, verbose_name='grade')),
                ('definition', models.TextField(verbose_name='definition')),
            ],
            options={
                'verbose_name': 'indicator',
                'verbose_name_plural': 'indicators',
                'ordering': ['month', 'metric'],
                'constraints': [models.UniqueConstraint(fields=('month', 'metric'), name='indicator_once_a_month'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='indicator_month_is_a_first'), models.CheckConstraint(condition=models.Q(('grade__in', ['measured', 'counted', 'estimated', 'assumed'])), name='indicator_grade_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Locality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_.\\-]*$', 'Small Latin letters, digits, hyphen, point and underscore only.')], verbose_name='key')),
                ('name_ar', models.CharField(blank=True, max_length=160, verbose_name='name in Arabic')),
                ('name_he', models.CharField(blank=True, max_length=160, verbose_name='name in Hebrew')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='name in English')),
                ('latitude', models.DecimalField(decimal_places=5, max_digits=8, verbose_name='latitude')),
                ('longitude', models.DecimalField(decimal_places=5, max_digits=8, verbose_name='longitude')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('population_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='kind')),
                ('council_he', models.CharField(blank=True, max_length=80, verbose_name='council')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
            ],
            options={
                'verbose_name': 'locality',
                'verbose_name_plural': 'localities',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='Distance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='distances_from', to='base.locality')),
                ('destination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='distances_to', to='base.locality')),
                ('metres', models.PositiveIntegerField(verbose_name='metres')),
                ('minutes', models.DecimalField(decimal_places=1, max_digits=6, verbose_name='minutes')),
                ('mark', models.CharField(choices=[('sourced', 'sourced'), ('derived', 'derived'), ('assumed', 'assumed'), ('memory', 'from memory, to be verified')], default='derived', max_length=10, verbose_name='mark')),
            ],
            options={
                'verbose_name': 'distance',
                'verbose_name_plural': 'distances',
                'constraints': [models.UniqueConstraint(fields=('origin', 'destination'), name='distance_given_once')],
            },
        ),
        migrations.CreateModel(
            name='Kitchen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_.\\-]*$', 'Small Latin letters, digits, hyphen, point and underscore only.')], verbose_name='key')),
                ('name_ar', models.CharField(blank=True, max_length=160, verbose_name='name in Arabic')),
                ('name_he', models.CharField(blank=True, max_length=160, verbose_name='name in Hebrew')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='name in English')),
                ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.locality')),
                ('address_ar', models.CharField(blank=True, max_length=200, verbose_name='address in Arabic')),
                ('address_he', models.CharField(blank=True, max_length=200, verbose_name='address in Hebrew')),
                ('address_en', models.CharField(blank=True, max_length=200, verbose_name='address in English')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('licence_number', models.CharField(blank=True, max_length=40, verbose_name='licence')),
                ('company_number', models.CharField(blank=True, max_length=20, verbose_name='registration number')),
                ('opens_minute', models.PositiveSmallIntegerField(default=255, verbose_name='opens')),
                ('closes_minute', models.PositiveSmallIntegerField(default=960, verbose_name='closes')),
                ('only_one', models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                'verbose_name': 'kitchen',
                'verbose_name_plural': 'kitchen',
                'constraints': [models.CheckConstraint(condition=models.Q(('only_one', True)), name='kitchen_is_one'), models.CheckConstraint(condition=models.Q(('closes_minute__gt', models.F('opens_minute'))), name='kitchen_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='DatedLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, verbose_name='key')),
                ('value', models.DecimalField(decimal_places=4, max_digits=14, verbose_name='value')),
                ('unit', models.CharField(max_length=30, verbose_name='unit')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('mark', models.CharField(choices=[('sourced', 'sourced'), ('derived', 'derived'), ('assumed', 'assumed'), ('memory', 'from memory, to be verified')], max_length=10, verbose_name='mark')),
                ('source', models.CharField(blank=True, max_length=400, verbose_name='source')),
                ('note', models.TextField(blank=True, verbose_name='note')),
            ],
            options={
                'verbose_name': 'dated limit',
                'verbose_name_plural': 'dated limits',
                'ordering': ['key', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('key', 'valid_from'), name='limit_has_one_start'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='limit_ends_after_start'), models.CheckConstraint(condition=models.Q(('mark__in', ['sourced', 'derived', 'assumed', 'memory'])), name='limit_mark_known'), models.CheckConstraint(condition=models.Q(models.Q(('mark', 'sourced'), _negated=True), models.Q(('source', ''), _negated=True), _connector='OR'), name='limit_sourced_names_its_source')],
            },
        ),
        migrations.CreateModel(
            name='SolverRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('production', 'production plan'), ('roster', 'roster'), ('routes', 'routes'), ('menu', 'menu')], max_length=12, verbose_name='kind')),
                ('subject', models.CharField(help_text='the date that is planned', max_length=40, verbose_name='for')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'finished'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=10, verbose_name='state')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('requested_at', models.DateTimeField(verbose_name='requested')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('request', models.JSONField(blank=True, default=dict, verbose_name='request')),
                ('seconds', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='time limit in seconds')),
                ('seed', models.PositiveIntegerField(default=1, verbose_name='seed')),
                ('cancel_requested', models.BooleanField(default=False, verbose_name='asked to stop')),
                ('step', models.CharField(blank=True, max_length=60, verbose_name='step')),
                ('value', models.BigIntegerField(blank=True, null=True, verbose_name='objective')),
                ('bound', models.BigIntegerField(blank=True, null=True, verbose_name='bound')),
                ('status', models.CharField(blank=True, max_length=12, verbose_name='status')),
                ('layers', models.JSONField(blank=True, default=list, verbose_name='layers')),
                ('log', models.TextField(blank=True, verbose_name='log')),
                ('versions', models.JSONField(blank=True, default=dict, verbose_name='versions')),
            ],
            options={
                'verbose_name': 'solver run',
                'verbose_name_plural': 'solver runs',
                'ordering': ['-requested_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seconds__gt', 0)), name='run_limit_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('school', 'school'), ('payer', 'local authority or payer'), ('manager', 'kitchen manager'), ('cook', 'cook'), ('driver', 'driver'), ('bookkeeper', 'bookkeeper'), ('board', 'board member'), ('administrator', 'administrator')], max_length=20, verbose_name='role')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'constraints': [models.UniqueConstraint(fields=('user', 'role'), name='role_granted_once'), models.CheckConstraint(condition=models.Q(('role__in', ['school', 'payer', 'manager', 'cook', 'driver', 'bookkeeper', 'board', 'administrator'])), name='role_is_known')],
            },
        ),
    ]
