"""One-line breakages of accounts, programs, reporting and indicators; those of cases are in tests/cases/mutants.py.

(file, line as it is, line broken, test that must turn red)
"""

ACCOUNTS, PROOFS = "tests/accounts", "tests/proofs"
DOOR, ENTRIES = f"{PROOFS}/test_the_door.py", f"{PROOFS}/test_programme_entries.py"
IMPORTS, MARKS = f"{PROOFS}/test_imports.py", f"{PROOFS}/test_marks.py"
BY_KIND = "tests/indicators/test_complete_by_kind.py"
QUARTERS_TOLD = "tests/indicators/test_releases_of_quarters.py"
CHANGED = f"{PROOFS}/test_changed_children.py"
ATTEMPTS, FIGURES = "tests/exchange/test_attempts.py", "tests/exchange/test_import_figures.py"
WORKERS = f"{PROOFS}/test_interleavings.py"
TARGET_RULES, SWEEPING = "tests/programs/test_target_rules.py", "tests/indicators/test_sweeping.py"
REFORM_ROWS, AT_ONCE = "tests/places/test_reform_rows.py", "tests/reporting/test_reforms_at_once.py"
REFORMS, SITES = "tests/reporting/test_reforms.py", "tests/reporting/test_reforms_of_sites.py"
ALARMS = "tests/reporting/test_alarms.py"
FOLLOW_REFORM, EXPORT = f"{ACCOUNTS}/test_follow_reform.py", "tests/exchange/test_export.py"

MUTANTS = (
    # the door
    (
        "config/log_lines.py",
        "def formatException(self, ei):",
        "def format_no_exception(self, ei):",
        f"{ACCOUNTS}/test_privacy.py::TestLogs::test_a_record_that_the_database_refuses_is_not_quoted",
    ),
    (
        "config/log_lines.py",
        'told.args | {"exc": ""}',
        "told.args",
        f"{ACCOUNTS}/test_privacy.py::TestLogs::test_nor_is_it_by_a_worker",
    ),
    (
        "accounts/scoping.py",
        "*self.place_fields)).not_denied_to(user)",
        "*self.place_fields))",
        f"{ACCOUNTS}/test_scoping.py::test_a_denied_person_sees_neither_the_case_nor_the_child",
    ),
    (
        "accounts/scoping.py",
        '[f"{field}__path__startswith" for field in fields] or ["path__startswith"]',
        '[f"{field}__path__contains" for field in fields] or ["path__contains"]',
        f"{DOOR}::test_a_path_that_ends_like_another_is_another",
    ),
    (
        "accounts/scoping.py",
        "for path in paths), Q(pk__in=[]))",
        "for path in paths), Q())",
        f"{DOOR}::test_no_territory_is_no_row_and_not_every_row",
    ),
    (
        "accounts/models/user.py",
        "        held = [a for a in self.current_assignments() if permission in ROLES[a.role].permissions]",
        "        held = self.current_assignments() if self.may(permission) else []",
        f"{DOOR}::test_a_right_in_one_place_and_another_in_the_next_are_never_mixed",
    ),
    (
        "accounts/models/user.py",
        "        if not self.is_active:\n            return []",
        "        if not self.pk:\n            return []",
        f"{ACCOUNTS}/test_scoping.py::test_a_disabled_user_reaches_nothing",
    ),
    (
        "accounts/models/user.py",
        '        found = found.exclude(pk__in=elsewhere.values("user"))\n',
        "",
        f"{ACCOUNTS}/test_users.py::TestPowers::test_a_commune_cannot_take_over_someone_of_the_province",
    ),
    (
        "accounts/models/user.py",
        ".exclude(pk=administrator.pk)",
        "",
        f"{ACCOUNTS}/test_users.py::TestPowers::test_nobody_changes_himself",
    ),
    (
        "accounts/models/assignment.py",
        "return self.not_ended(on).filter(valid_from__lte=on)",
        "return self.not_ended(on)",
        f"{DOOR}::test_an_assignment_from_tomorrow_on_opens_nothing_today",
    ),
    (
        "accounts/models/assignment.py",
        "Q(valid_to=None) | Q(valid_to__gte=on)",
        "Q(valid_to=None) | Q(valid_to__gt=on)",
        f"{DOOR}::test_the_last_day_of_an_assignment_still_counts",
    ),
    (
        "accounts/roles.py",
        "frozenset({*_READ_CASES, P.AUDIT_VIEW})",
        "frozenset({*_READ_CASES, P.REGISTER_IMPORT, P.AUDIT_VIEW})",
        f"{IMPORTS}::test_it_writes_where_the_sender_may_import_and_not_where_he_may_only_look",
    ),
    (
        "accounts/access.py",
        "            if not request.user.may(permission):",
        "            if permission is None:",
        f"{ACCOUNTS}/test_audit_trail.py::TestPage::test_others_may_not",
    ),
    (
        "accounts/api_permissions.py",
        " and permission not in AGGREGATES:",
        " and permission is None:",
        f"{ACCOUNTS}/test_tokens.py::test_an_indicator_token_reaches_aggregates_only",
    ),
    # who may change whom
    (
        "accounts/actions.py",
        "    if user.pk == by.pk:\n        raise",
        "    if user.pk is None:\n        raise",
        f"{DOOR}::test_nobody_gives_himself_a_role",
    ),
    (
        "accounts/actions.py",
        "    if not any(place.path.startswith(path) for path in by.territory(Permission.USER_MANAGE)):",
        "    if not by.territory(Permission.USER_MANAGE):",
        f"{ACCOUNTS}/test_assignments.py::TestAssign::test_beyond_ones_territory_it_is_refused",
    ),
    (
        "accounts/actions.py",
        "    user.auth_token_set.all().delete()",
        "    pass",
        f"{ACCOUNTS}/test_tokens.py::test_it_dies_with_the_lock_of_its_user_and_stays_dead",
    ),
    (
        "accounts/actions.py",
        '    end_sessions(user=user)\n    audit.record("user.disabled"',
        '    audit.record("user.disabled"',
        f"{ACCOUNTS}/test_users.py::TestLock::test_it_ends_everything_at_once",
    ),
    (
        "accounts/actions.py",
        ".count() >= MAX_LIVE_TOKENS",
        ".count() > MAX_LIVE_TOKENS",
        f"{ACCOUNTS}/test_tokens.py::test_the_eleventh_is_refused",
    ),
    # what guards the door is remembered
    (
        "accounts/tallies.py",
        "        where accounts_tally.ends_at <= %(now)s",
        "        where accounts_tally.ends_at > %(now)s",
        f"{ACCOUNTS}/test_tallies.py::test_of_two_requests_at_once_the_second_waits_and_sees_what_the_first_has_counted",
    ),
    (
        "config/settings.py",
        '"BACKEND": "accounts.tallies.TallyCache"',
        '"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"',
        f"{ACCOUNTS}/test_tallies.py::test_without_redis_guesses_are_counted_all_the_same",
    ),
    (
        "accounts/second_factor.py",
        "(2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD",
        "app_settings.TOTP_PERIOD",
        f"{ACCOUNTS}/test_second_factor.py::test_a_code_of_a_fast_clock_is_good_once_for_as_long_as_it_is_good",
    ),
    # what is sealed
    (
        "accounts/sealing.py",
        '{self.attname}:{instance.uid}"',
        '{self.attname}:"',
        f"{ACCOUNTS}/test_sealing.py::test_a_value_moved_to_another_child_does_not_open",
    ),
    (
        "accounts/sealing.py",
        "{self.model._meta.label_lower}.{self.attname}:",
        "{self.model._meta.label_lower}:",
        f"{ACCOUNTS}/test_sealing.py::test_a_value_moved_to_another_column_does_not_open",
    ),
    (
        "accounts/sealing.py",
        "    key = list(keys().values())[-1]",
        "    key = list(keys().values())[0]",
        f"{ACCOUNTS}/test_sealing.py::TestRotation::test_the_blind_index_stays",
    ),
    (
        "accounts/sealing.py",
        'f"{purpose}:{plain}".encode()',
        "plain.encode()",
        f"{ACCOUNTS}/test_sealing.py::test_indexes_of_different_columns_do_not_meet",
    ),
    (
        "accounts/sealing.py",
        "return SealedValue(seal(plain, self.bound_to(model_instance))) if plain else plain",
        "return SealedValue(plain) if plain else plain",
        f"{ACCOUNTS}/test_sealing.py::test_it_opens_again_and_the_database_never_saw_it",
    ),
    # what is written down
    (
        "accounts/audit.py",
        "        ids=list(ids),",
        "        ids=[],",
        f"{DOOR}::test_a_list_names_every_row_that_it_shows",
    ),
    (
        "accounts/audit.py",
        "        by=by if by is not None and by.is_authenticated else None,",
        "        by=None,",
        f"{DOOR}::test_a_page_of_one_row_leaves_its_trace_before_it_is_shown",
    ),
    (
        "cases/views/reach.py",
        '    record("case.shown", case, by=request.user, page=request.resolver_match.url_name)\n',
        "",
        f"{DOOR}::test_a_page_of_one_row_leaves_its_trace_before_it_is_shown",
    ),
    (
        "accounts/models/audit_event.py",
        ".not_denied_to(viewer)",
        "",
        f"{ACCOUNTS}/test_audit_trail.py::TestPage::test_a_barred_auditor_does_not_see_the_traces_either",
    ),
    # programmes
    (
        "programs/rules/entries.py",
        "    if starts_on > today:",
        "    if starts_on >= today:",
        f"{ENTRIES}::TestSpells::test_one_may_start_today_and_end_on_the_day_it_started",
    ),
    (
        "programs/rules/entries.py",
        "    if ends_on and ends_on < starts_on:",
        "    if ends_on and ends_on <= starts_on:",
        f"{ENTRIES}::TestSpells::test_one_may_start_today_and_end_on_the_day_it_started",
    ),
    (
        "programs/rules/entries.py",
        "if on_date > today else []",
        "if on_date >= today else []",
        f"{ENTRIES}::TestSpells::test_what_happened_may_have_happened_today_and_not_tomorrow",
    ),
    (
        "programs/rules/entries.py",
        "return [] if amount > 0 else",
        "return [] if amount >= 0 else",
        f"{ENTRIES}::TestSpells::test_an_amount_is_at_least_one_dong",
    ),
    (
        "programs/rules/assistance.py",
        "        if base.in_force_from <= day:",
        "        if base.in_force_from < day:",
        f"{ENTRIES}::TestAmounts::test_a_base_is_in_force_from_its_first_day_on",
    ),
    (
        "programs/rules/targets.py",
        "    if not first_day <= due_on <= last_day:",
        "    if not first_day <= due_on < last_day:",
        f"{ENTRIES}::TestTargets::test_the_term_includes_both_its_days",
    ),
    (
        "programs/rules/targets.py",
        '    if (unit == "percent" or kind in PERCENT_KINDS) and value > 100:',
        '    if unit == "percent" and value > 100:',
        f"{ENTRIES}::TestTargets::test_a_percent_ends_at_100",
    ),
    (
        "programs/rules/targets.py",
        "(baseline_value is None or baseline_on is None)",
        "(baseline_value is None)",
        f"{ENTRIES}::TestTargets::test_from_a_to_b_needs_a_with_its_day",
    ),
    (
        "programs/actions/entries.py",
        "            same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))",
        "            same.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))",
        f"{ENTRIES}::TestSites::test_a_commune_has_a_model_once_at_a_time",
    ),
    (
        "programs/actions/entries.py",
        "    if model.counts_as == SupportModel.CountsAs.COMMUNE:",
        "    if model.counts_as:",
        f"{ENTRIES}::TestSites::test_clubs_may_be_several",
    ),
    (
        "programs/actions/entries.py",
        "    if site.ends_on or site.voided_at:",
        "    if site.voided_at:",
        f"{ENTRIES}::TestSites::test_it_ends_once",
    ),
    (
        "programs/actions/entries.py",
        "+ entries.positive(amount) + in_force(place, on_date))",
        "+ entries.positive(amount))",
        f"{ENTRIES}::TestSites::test_the_unit_must_have_existed",
    ),
    (
        "programs/actions/entries.py",
        '    record("site.ended", site, by=by, ends_on=str(ends_on))\n',
        "",
        f"{ENTRIES}::TestSites::test_each_step_leaves_its_trace",
    ),
    (
        "programs/actions/entries.py",
        '    record("entry.voided", row, by=by)\n',
        "",
        f"{ENTRIES}::TestSites::test_each_step_leaves_its_trace",
    ),
    (
        "programs/actions/entries.py",
        "    if place.level != Level.COMMUNE:",
        "    if place.level is None:",
        f"{ENTRIES}::TestRecognitions::test_only_a_commune_is_recognised_once_a_year_and_not_ahead",
    ),
    (
        "programs/actions/assistance.py",
        "    if running.exists():",
        "    if running.filter(ends_on=None).exists():",
        f"{ENTRIES}::TestAssistance::test_one_grant_at_a_time_and_not_before_birth",
    ),
    (
        "programs/actions/assistance.py",
        "    if starts_on < child.birth_date:",
        "    if starts_on <= child.birth_date:",
        f"{ENTRIES}::TestAssistance::test_one_grant_at_a_time_and_not_before_birth",
    ),
    (
        "programs/views/fund.py",
        "    in_reach = Child.objects.reachable_by(request.user, P.CHILD_VIEW)",
        "    in_reach = Child.objects",
        "tests/programs/test_fund_supports.py::TestNames::"
        "test_a_manager_without_children_sees_only_that_there_is_a_name",
    ),
    (
        "programs/forms.py",
        "Child.objects.reachable_by(user, Permission.CHILD_VIEW)",
        "Child.objects",
        "tests/programs/test_fund_supports.py::TestNaming::"
        "test_a_child_out_of_reach_is_not_found_nor_taken_by_its_number",
    ),
    (
        "programs/views/programmes.py",
        "place__path__in=_above(paths)",
        "place__isnull=False",
        "tests/programs/test_reach.py::test_one_reads_up_to_the_nation_and_down_but_not_aside",
    ),
    # imports and exports
    (
        "reporting/actions/importing.py",
        "            raise _Undo\n",
        "            pass\n",
        "tests/exchange/test_import.py::test_nothing_is_written_by_the_check",
    ),
    (
        "reporting/actions/attempts.py",
        ".filter(pk=pk, status__in=wanted).first()",
        ".filter(pk=pk).first()",
        "tests/exchange/test_import.py::test_a_job_that_was_done_is_not_done_again",
    ),
    (
        "reporting/actions/importing.py",
        "    if known and not (job.skip_known or kind.is_certain):",
        "    if known and job.skip_known is None:",
        f"{IMPORTS}::test_a_child_entered_since_the_check_stops_the_import",
    ),
    (
        "reporting/actions/importing.py",
        "if position not in left_out]",
        "]",
        "tests/exchange/test_import.py::test_the_same_file_a_second_time_adds_nothing",
    ),
    (
        "reporting/actions/register_file.py",
        "by.territory(Permission.REGISTER_IMPORT)",
        "by.territory(Permission.CHILD_VIEW)",
        f"{IMPORTS}::test_it_writes_where_the_sender_may_import_and_not_where_he_may_only_look",
    ),
    (
        "reporting/actions/importing.py",
        "    if Job.objects.filter(pk=job.pk, status=JobStatus.READY)",
        "    if Job.objects.filter(pk=job.pk)",
        f"{IMPORTS}::test_a_refused_job_is_not_confirmed",
    ),
    (
        "reporting/actions/importing.py",
        '    record("import.done", job, by=job.created_by, added=job.added, skipped=job.skipped)\n',
        "",
        f"{IMPORTS}::test_what_was_done_is_told_by_steps_and_ids",
    ),
    (
        "reporting/actions/figures_file.py",
        "by.territory(Permission.REPORTED_EDIT)",
        "by.territory(Permission.INDICATOR_VIEW)",
        f"{FIGURES}::TestWhoMay::test_it_writes_where_the_sender_may_enter_figures_and_not_where_he_may_only_look",
    ),
    (
        "indicators/same_figures.py",
        "    return [position for position, key in enumerate(keys) if key in there]",
        "    return []",
        f"{FIGURES}::TestSameAgain::test_a_figure_that_is_there_is_not_doubled_and_said_so",
    ),
    (
        "indicators/resources.py",
        "    known.plain_decimal = next((row.number for row in rows if row.has_plain_decimal()), None)\n",
        "",
        f"{FIGURES}::TestFaults::test_where_dots_are_decimals_a_number_that_may_mean_two_is_refused",
    ),
    (
        "reporting/jail/reader.py",
        'return number(value, "%" in UNSCALED.sub("", looks))',
        "return number(value, False)",
        f"{FIGURES}::TestReading::test_a_spreadsheet_is_read_as_it_looks",
    ),
    (
        "indicators/resources.py",
        "    rows = [row for row in rows if row not in examples]\n",
        "",
        f"{FIGURES}::TestPages::test_the_template_is_read_by_the_import_and_its_example_is_never_entered",
    ),
    (
        "reporting/views/exchange.py",
        ".filter(kind=JobKind.IMPORT_FIGURES)",
        "",
        f"{FIGURES}::TestWhoMay::test_a_register_is_not_confirmed_as_figures_nor_figures_as_a_register",
    ),
    (
        "cases/resources.py",
        " or entry.personal_id in by_id\n",
        "\n",
        f"{IMPORTS}::test_a_personal_id_that_is_in_the_register_is_the_same_child",
    ),
    (
        "cases/resources.py",
        "        if len(found) == 1:",
        "        if found:",
        f"{IMPORTS}::test_of_two_communes_of_one_name_none_is_guessed",
    ),
    (
        "reporting/actions/exporting.py",
        "        if job.created_by.may(listed.permission):",
        "        if job.created_by.is_active:",
        "tests/exchange/test_export.py::test_a_right_taken_away_meanwhile_gives_no_file",
    ),
    (
        "reporting/actions/exporting.py",
        "[[formula_safe(cell) for cell in row] for row in table]",
        "[[cell for cell in row] for row in table]",
        "tests/exchange/test_export.py::test_a_name_that_looks_like_a_formula_stays_text",
    ),
    (
        "reporting/actions/exporting.py",
        "ids=[row.pk for row in shown], **told)",
        "ids=[], **told)",
        "tests/exchange/test_export.py::test_a_name_that_looks_like_a_formula_stays_text",
    ),
    (
        "reporting/actions/attempts.py",
        "    row.attempts += 1\n",
        "",
        f"{ATTEMPTS}::test_a_job_that_never_ends_is_given_up_with_a_sentence",
    ),
    (
        "reporting/actions/attempts.py",
        "                raise _CalledOff\n",
        "                pass\n",
        f"{ATTEMPTS}::test_a_running_import_is_called_off_at_once_and_writes_nothing",
    ),
    (
        "reporting/actions/attempts.py",
        "    if row is None or not _alone(pk):",
        "    if row is None:",
        f"{ATTEMPTS}::test_a_second_worker_does_nothing_and_waits_for_nothing",
    ),
    (
        "cases/resources.py",
        "        row.is_first_with_its_id(first_with)\n",
        "",
        "tests/exchange/test_repeated_rows.py::"
        "test_one_number_in_two_rows_is_refused_with_both_rows_and_nothing_is_written",
    ),
    (
        "reporting/views/exchange.py",
        "    return confirm_identity(view) if listed.names_children else view",
        "    return view",
        "tests/exchange/test_identity.py::"
        "test_a_list_with_names_waits_for_the_password_and_then_goes_on_with_what_was_chosen",
    ),
    (
        "reporting/models.py",
        "        return self.filter(created_by=user)",
        "        return self.filter(created_by__isnull=False)",
        "tests/exchange/test_import.py::test_a_job_is_seen_by_no_one_else",
    ),
    # the figures
    (
        "indicators/actions/sweeping.py",
        "            resolve(places, kind=RecountAlarm.Kind.FAILED)",
        "            resolve(places, kind=RecountAlarm.Kind.FAILED)\n            _marks_of(places)",
        f"{WORKERS}::test_a_fact_committed_during_a_count_keeps_a_mark_of_its_own",
    ),
    (
        "indicators/actions/sweeping.py",
        "    for no key update of p skip locked",
        "",
        f"{WORKERS}::test_a_commune_is_counted_by_one_worker_at_a_time",
    ),
    (
        "indicators/actions/sweeping.py",
        '        if cursor.fetchone()[0] != "read committed":',
        '        if cursor.fetchone()[0] == "":',
        f"{WORKERS}::test_a_snapshot_taken_once_for_all_is_refused",
    ),
    (
        "indicators/actions/sweeping.py",
        "        if len(taken) > 1:",
        "        if len(taken) > 99:",
        "tests/indicators/test_sweeping.py::test_of_several_places_only_the_one_that_fails_waits",
    ),
    (
        "indicators/actions/sweeping.py",
        "min(first, from_day), max(last, to_day)",
        "max(first, from_day), min(last, to_day)",
        f"{WORKERS}::test_windows_of_one_family_grow_together_and_of_two_stay_apart",
    ),
    (
        "indicators/actions/calendar.py",
        "    moved, marked = _turn(today)\n",
        "    moved, marked = [], []\n",
        f"{MARKS}::test_the_calendar_alone_takes_a_child_out_on_its_sixteenth_birthday",
    ),
    (
        "indicators/completeness.py",
        "        return all(self._covers(path, each, first, last) for each in asked)",
        "        return all(self._covers(path, each, last, last) for each in asked)",
        f"{MARKS}::test_a_declaration_that_begins_within_the_period_is_not_enough",
    ),
    (
        "indicators/completeness.py",
        'for spell in spells if spell[2] in ("", asked.kind)',
        "for spell in spells",
        f"{BY_KIND}::TestModels::test_a_kind_of_which_nobody_has_said_that_it_is_complete_is_unknown_not_0",
    ),
    (
        "indicators/definition.py",
        "kinds = [group] if group else list(groups) or",
        "kinds = [group] if group else list(groups)[:1] or",
        f"{BY_KIND}::TestModels::test_the_whole_is_unknown_while_one_kind_is_and_says_how_many_are_told",
    ),
    (
        "indicators/answering.py",
        "[part if part.key in groups else Part(part.key, part.label) for part in parts]",
        "parts",
        f"{BY_KIND}::TestModels::test_its_parts_tell_what_is_known_and_leave_the_rest_without_a_number",
    ),
    (
        "indicators/completeness.py",
        "return not self.nameless(path, first, last) and all(",
        "return all(",
        f"{BY_KIND}::TestTurnsThatNameTheirChild::"
        "test_a_turn_without_a_child_takes_the_number_of_children_back_until_it_is_named",
    ),
    (
        "indicators/completeness.py",
        "        province = _line(path)[0]\n",
        "        province = path\n",
        f"{BY_KIND}::TestTurnsThatNameTheirChild::"
        "test_so_a_commune_that_declares_its_own_book_does_not_know_how_many_of_its_children_were_reached",
    ),
    (
        "indicators/completeness.py",
        "turns_without_child(paths, first, above=True)",
        "turns_without_child(paths, first)",
        f"{BY_KIND}::TestTurnsThatNameTheirChild::"
        "test_so_a_commune_that_declares_its_own_book_does_not_know_how_many_of_its_children_were_reached",
    ),
    (
        "programs/models/activity.py",
        "return self.filter(Q(child=None) | Q(child__voided_at__isnull=False))",
        "return self.filter(child=None)",
        f"{BY_KIND}::TestTurnsThatNameTheirChild::test_a_turn_of_a_child_who_was_entered_by_mistake_names_nobody",
    ),
    (
        "indicators/completeness.py",
        "(at.startswith(path) or path.startswith(at))",
        "at.startswith(path)",
        f"{BY_KIND}::TestTurnsThatNameTheirChild::test_a_turn_of_the_province_may_be_of_any_of_its_communes",
    ),
    (
        "indicators/actions/reported.py",
        'params={"n": count})] if count else []',
        'params={"n": count})] if count < 0 else []',
        "tests/reporting/test_reported.py::TestTurnsThatNameTheirChild::"
        "test_it_refuses_the_declaration_while_turns_lack_a_child_and_says_how_many",
    ),
    (
        "indicators/values.py",
        "for indicator in indicators for place in places for span in spans]",
        "for indicator in indicators for span in spans for place in places]",
        f"{MARKS}::test_a_grid_tells_indicators_then_places_then_periods",
    ),
    (
        "indicators/answering.py",
        '        if missing and self.boundaries == "then":\n',
        "        if missing is None:\n",
        "tests/indicators/test_values.py::test_it_is_unknown_until_the_records_are_declared_complete",
    ),
    (
        "indicators/answering.py",
        "        units = [*units, *self.waiting(place, span).held]\n",
        "",
        "tests/indicators/test_unsettled.py::test_the_two_old_provinces_add_up_to_the_new_one",
    ),
    (
        "indicators/value.py",
        "bool(self.missing or self.unclear or self.lacking)",
        "bool(self.missing or self.unclear)",
        "tests/indicators/test_unsettled.py::test_one_whose_old_commune_nobody_wrote_down_is_named",
    ),
    (
        "indicators/remainder.py",
        "for whole, left in told if left}",
        "for whole, left in told if left is None}",
        "tests/indicators/test_remainder.py::test_the_rows_add_up_to_the_provinces_own_value",
    ),
    (
        "indicators/formats/elements.py",
        " or told.whole.is_of_no_unit",
        "",
        "tests/indicators/test_remainder.py::test_an_exchange_of_organisation_units_knows_no_such_unit",
    ),
    (
        "indicators/answering.py",
        '            "missing": missing,\n            "stale": stale_since is not None,',
        '            "missing": missing,\n            "stale": False,',
        f"{PROOFS}/test_every_door_moves_the_cells.py::"
        "test_a_site_ended_by_plain_sql_is_one_less_after_a_sweep_and_stale_before",
    ),
    (
        "indicators/withholding.py",
        "        return any(path.startswith(territory) for path in self.paths)",
        "        return place.path in self.paths",
        "tests/indicators/test_api.py::test_who_is_barred_from_a_case_gets_no_live_figures_of_its_territory",
    ),
    (
        "indicators/measures/register.py",
        "    minus=SPECIAL_SPELLS,\n",
        "",
        f"{MARKS}::test_a_risk_is_none_while_a_special_circumstance_lasts",
    ),
    (
        "indicators/measures/casework.py",
        "    when=When.ENDS,\n",
        "",
        f"{MARKS}::test_a_case_closed_safe_counts_where_it_ends_and_not_all_along",
    ),
    (
        "indicators/measures/programmes.py",
        "    return SupportModelSite.objects.filter(BEGAN_THERE, voided_at=None, model__counts_as=counts_as)",
        "    return SupportModelSite.objects.filter(BEGAN_THERE, model__counts_as=counts_as)",
        f"{MARKS}::test_a_site_entered_by_mistake_leaves_the_count",
    ),
    (
        "indicators/measures/programmes.py",
        'LAST_DAY = Least("ends_on", "place__valid_to")',
        'LAST_DAY = F("ends_on")',
        f"{SITES}::test_after_a_merger_no_more_communes_have_a_model_than_there_are",
    ),
    (
        "indicators/measures/programmes.py",
        ".filter(follows=None)",
        "",
        f"{SITES}::test_a_model_that_goes_on_in_the_new_unit_was_not_built_anew",
    ),
    (
        "reporting/actions/reforms.py",
        "    if reform.entered_by_id == by.pk:",
        "    if reform.entered_by_id is None:",
        f"{REFORMS}::test_who_entered_it_does_not_set_it_to_be_done",
    ),
    (
        "reporting/reform_effects.py",
        "        if withheld.covers(unit.place):",
        "        if not withheld:",
        f"{REFORMS}::test_whoever_is_barred_from_a_case_sees_no_counts_of_its_unit",
    ),
    (
        "indicators/marks.py",
        '"f.starts_on", "f.ends_on", (\'f."group"\',)),',
        '"f.starts_on", "f.ends_on"),',
        f"{MARKS}::test_another_group_moves_the_two_groups_and_not_the_whole",
    ),
    (
        "indicators/marks.py",
        '        "f.ends_on",\n        ("f.model_id",),\n        with_district=True,',
        '        "f.ends_on",\n        with_district=True,',
        f"{MARKS}::test_another_model_at_a_site_moves_the_two_models",
    ),
    (
        "indicators/marks.py",
        '    live: str = f"f.{LIVE}"\n    child:',
        '    live: str = "true"\n    child:',
        f"{MARKS}::test_a_mistake_that_is_voided_leaves_every_count",
    ),
    (
        "programs/actions/reforming.py",
        "    if not row.waits:\n",
        "    if row.voided_at:\n",
        f"{SITES}::test_a_worker_of_a_divided_unit_waits_until_someone_says_where_they_work_on",
    ),
    (
        "indicators/triggers.py",
        'return "places_place", {"update": carry + _mark(',
        'return "places_place", {"update": _mark(',
        "tests/indicators/test_marks_of_the_map.py::test_another_province_takes_the_cells_along",
    ),
    (
        "indicators/triggers.py",
        "where up.id in (o.parent_id, n.parent_id) and",
        "where up.id = o.parent_id and",
        "tests/indicators/test_marks_of_the_map.py::test_another_district_is_counted_anew_with_the_old_one",
    ),
    (
        "indicators/triggers.py",
        "range_merge(d.days) as days",
        "range_merge(datemultirange(n.days)) as days",
        f"{MARKS}::test_an_earlier_or_later_start_moves_only_the_days_between",
    ),
    # what a branch promises
    (
        "programs/rules/targets.py",
        "if baseline_on and baseline_on >= due_on:",
        "if baseline_on and baseline_on > due_on:",
        f"{TARGET_RULES}::test_a_target_that_cannot_be_judged_is_refused",
    ),
    (
        "programs/rules/targets.py",
        "(until is None or on < until)",
        "(until is None or on <= until)",
        f"{TARGET_RULES}::test_a_level_holds_from_its_first_day_to_the_day_before_it_is_dropped",
    ),
    (
        "programs/actions/targets.py",
        "on__gte=due_on",
        "on__gt=due_on",
        "tests/programs/test_refusals.py::test_a_milestone_does_not_move_before_a_level_that_holds",
    ),
    (
        "indicators/actions/sweeping.py",
        "        if len(taken) > 1:\n            return _sweep_one_by_one(len(taken))\n",
        "",
        f"{SWEEPING}::test_of_several_places_only_the_one_that_fails_waits",
    ),
    (
        "indicators/actions/sweeping.py",
        'if cursor.fetchone()[0] != "read committed":',
        'if cursor.fetchone()[0] == "unknown":',
        f"{SWEEPING}::test_it_counts_in_no_transaction_that_would_not_see_what_came_before",
    ),
    (
        "indicators/actions/releasing.py",
        "    if draft.replaces and _is_replaced(draft.replaces):",
        "    if draft.replaces and _is_replaced(draft):",
        "tests/indicators/test_releases.py::test_of_two_corrections_of_one_release_the_second_is_not_published",
    ),
    (
        "indicators/actions/releasing.py",
        "    refuse(_withheld(draft.place, by))\n    content =",
        "    content =",
        "tests/indicators/test_releases.py::test_who_is_barred_neither_drafts_nor_discards_nor_publishes",
    ),
    (
        "indicators/releases/numbers.py",
        "Relation, None] = dict.fromkeys(_changes(numbers))",
        "Relation, None] = {}",
        "tests/indicators/test_releases_hiding.py::test_one_child_who_came_in_late_is_told_by_no_difference",
    ),
    (
        "indicators/releases/older.py",
        "rows = ReleasedCount.objects.filter(_ground(place, years), ",
        "rows = ReleasedCount.objects.filter(release__place__path__startswith=place.path, ",
        "tests/indicators/test_releases.py::"
        "test_a_province_and_its_communes_published_one_by_one_do_not_add_up_to_a_small_number",
    ),
    (
        "indicators/actions/pushing.py",
        "for scheme, body in prepared.deletions]",
        "for scheme, body in prepared.deletions[:0]]",
        "tests/indicators/test_push.py::test_what_a_correction_hides_is_deleted_there",
    ),
    (
        "indicators/actions/pushing.py",
        "    sent_before.note(server, prepared.sent)\n",
        "",
        "tests/indicators/test_push.py::test_what_may_have_left_is_on_record_even_if_the_process_dies",
    ),
    (
        "indicators/actions/pushing.py",
        "    if all(answer.outcome == Push.Outcome.SENT for answer in answers):",
        "    if answers:",
        "tests/indicators/test_push.py::test_a_deletion_that_was_not_taken_is_asked_for_again",
    ),
    (
        "indicators/actions/sent_before.py",
        "for told in rows if told.value is not None}",
        "for told in rows}",
        "tests/indicators/test_push.py::test_what_a_correction_hides_is_deleted_there",
    ),
    (
        "indicators/actions/sent_before.py",
        "        return is_open or ",
        "        return ",
        "tests/indicators/test_push.py::"
        "test_a_live_figure_that_is_unknown_now_is_deleted_and_one_that_is_counted_again_is_not",
    ),
    (
        "indicators/releases/content.py",
        "    return [named.get(band.code) or Part(band.code, str(band.name), 0, None, 0) for band in ages.BANDS]",
        "    return value.parts if named else []",
        f"{QUARTERS_TOLD}::test_no_row_is_there_only_because_someone_is_hidden_in_it",
    ),
    (
        "indicators/releases/suppression.py",
        "        found = moves.wandered(board, target)\n",
        "        found = None\n",
        "tests/indicators/test_releases_hiding.py::test_a_province_of_two_communes_is_corrected_again_and_again",
    ),
    (
        "indicators/releases/numbers.py",
        "_by_part(world), _by_period(world)):",
        "_by_part(world)):",
        f"{QUARTERS_TOLD}::test_of_four_quarters_one_small_is_not_left_alone",
    ),
    (
        "indicators/releases/numbers.py",
        "for other in spans if other.first > span.last]):",
        "for other in spans if other.first > span.last and other.kind == span.kind]):",
        f"{QUARTERS_TOLD}::test_the_quarter_that_ends_a_half_is_reckoned_from_a_half_and_the_quarters_after_it",
    ),
    (
        "indicators/releases/numbers.py",
        "told=whole.period != parts[0].period",
        "told=False",
        f"{QUARTERS_TOLD}::test_how_few_were_reported_twice_or_in_one_quarter_only_is_not_told",
    ),
    (
        "indicators/releases/numbers.py",
        "or (isinstance(measure, ChildFlow) and measure.distinct)",
        "",
        f"{QUARTERS_TOLD}::test_how_few_were_reported_twice_or_in_one_quarter_only_is_not_told",
    ),
    (
        "indicators/releases/numbers.py",
        "        return longest.id if longest else period\n",
        "        return period\n",
        f"{QUARTERS_TOLD}::test_the_stock_of_the_last_quarter_is_that_of_the_year",
    ),
    (
        "indicators/releases/older.py",
        "for span in periods.of_year(year)]",
        "for span in periods.of_year(year)[:1]]",
        f"{QUARTERS_TOLD}::test_quarters_published_one_by_one_do_not_add_up_to_a_small_number",
    ),
    (
        "indicators/releases/older.py",
        "    if not (nested and ",
        "    if not (nested and place is None and ",
        f"{QUARTERS_TOLD}::test_over_a_reform_flows_are_told_by_the_year_or_by_quarters_not_by_both",
    ),
    (
        "indicators/releases/older.py",
        "for path in pair} - found",
        "for path in pair[:0]} - found",
        f"{QUARTERS_TOLD}::test_a_province_that_took_in_places_of_another_is_read_with_it",
    ),
    (
        "indicators/releases/content.py",
        "and not _mixed(indicator, span, by)]",
        "]",
        f"{QUARTERS_TOLD}::test_a_quarter_has_no_ages_of_what_happened_in_it",
    ),
    (
        "indicators/completeness.py",
        "        if asked.family not in OF_COMMUNES or (asked.family, path)",
        "        if (asked.family, path)",
        "tests/indicators/test_completeness.py::test_of_the_provinces_own_fund_its_communes_declare_nothing",
    ),
    (
        "indicators/withholding.py",
        '    *("child__responsible_place", "child__residences__place"),',
        '    "child__responsible_place",',
        "tests/indicators/test_withholding.py::test_the_figures_of_where_the_child_has_moved_are_withheld",
    ),
    (
        "indicators/actions/populations.py",
        "if year is None or not 1900 <= year <= 2200:",
        "if year is None or not 0 <= year <= 2200:",
        "tests/indicators/test_populations.py::test_a_number_in_a_table_that_might_mean_something_else_is_refused",
    ),
    (
        "indicators/actions/reported.py",
        "if not place.is_in_force(ends_on or starts_on):",
        "if not place.is_in_force(starts_on):",
        "tests/reporting/test_reported.py::test_completeness_of_days_that_cannot_be_is_refused",
    ),
    (
        "reporting/actions/exporting.py",
        "if (number := rows.count()) > MOST_ROWS:",
        "if (number := rows.count()) > 2 * MOST_ROWS:",
        f"{EXPORT}::test_a_list_too_long_for_a_file_is_not_cut",
    ),
    (
        "reporting/actions/exporting.py",
        "    if made is None:\n        return False",
        "    if made is None:\n        return True",
        f"{EXPORT}::test_nor_where_nobody_knows_what_it_was_made_of",
    ),
    (
        "places/actions/reforms.py",
        "other = scheduled.exclude(reform=self.reform).first()",
        "other = scheduled.filter(reform=self.reform).first()",
        f"{REFORM_ROWS}::test_a_unit_is_scheduled_in_one_reform_alone",
    ),
    (
        "places/actions/reforms.py",
        "if named or len(takers) > 1 or child.level",
        "if named or child.level",
        f"{REFORM_ROWS}::test_of_a_divided_province_it_is_asked_where_each_commune_goes",
    ),
    (
        "accounts/actions.py",
        "        if not held_there.exists():",
        "        if held_there is not None:",
        f"{FOLLOW_REFORM}::test_a_role_held_in_two_units_that_became_one_is_held_there_once",
    ),
    (
        "accounts/actions.py",
        "if successor is None or successor.level not in ROLES[old.role].levels:",
        "if successor is None:",
        f"{FOLLOW_REFORM}::test_without_a_successor_or_at_another_level_a_role_ends",
    ),
    (
        "reporting/actions/reforms.py",
        "    if not reform.is_open:\n        raise NotOpen",
        "    if not reform.pk:\n        raise NotOpen",
        f"{AT_ONCE}::test_what_was_withdrawn_is_neither_scheduled_nor_withdrawn_again",
    ),
    (
        "reporting/actions/reforms.py",
        "    if reform.version != version:\n        raise Clash(reform)\n",
        "",
        "tests/reporting/test_reforms.py::test_what_was_written_over_since_it_was_read_is_not_set_to_be_done",
    ),
    (
        "reporting/actions/reforms.py",
        "reforms.begin_units(reform, today).status == ReformStatus.APPLYING",
        "reforms.begin_units(reform, today).status",
        f"{AT_ONCE}::test_a_reform_withdrawn_at_the_last_moment_is_not_carried_out",
    ),
    (
        "reporting/actions/reforms.py",
        "    if not links:\n        return True  # another worker had just finished with it\n",
        "",
        f"{AT_ONCE}::test_a_unit_that_another_worker_has_just_finished_is_not_done_again",
    ),
    # changed children
    (
        "indicators/actions/sweeping.py",
        "                    recount(share, alike, from_day, to_day)\n            count_with_their_places(places)\n",
        "                    recount(share, alike, from_day, to_day)\n",
        f"{CHANGED}::test_who_changes_while_the_place_is_counted_is_counted_with_it_again",
    ),
    (
        "indicators/actions/sweeping.py",
        "            taken = _take(limit, oldest)\n            count_with_their_places(taken)\n",
        "            taken = _take(limit, oldest)\n",
        f"{CHANGED}::test_a_place_counted_whole_in_between_takes_its_children_along",
    ),
    (
        "indicators/actions/changed_children.py",
        "for share skip locked",
        "limit 999",
        f"{CHANGED}::test_a_child_that_changes_between_the_count_and_the_writing_of_its_place_comes_later",
    ),
    (
        "indicators/counting/changed.py",
        "group by child_id having bool_and(id = any (%(marks)s))",
        "group by child_id",
        f"{CHANGED}::test_a_child_that_changes_again_under_our_hands_comes_later",
    ),
    (
        "indicators/counting/changed.py",
        "order by child_id, fact, row_id, id)",
        "order by child_id, fact, row_id, id desc)",
        f"{CHANGED}::test_of_two_edits_of_a_row_the_first_is_undone",
    ),
    (
        "indicators/counting/changed.py",
        "when matched and c.n + m.n = 0 then delete",
        "when matched and c.n + m.n < 0 then delete",
        f"{CHANGED}::test_no_commune_is_counted_for_one_child",
    ),
    (
        "indicators/triggers.py",
        "    return f\"{release_sql(f'select f.child_id from ({rows}) f')};\"",
        '    return ""',
        f"{CHANGED}::test_another_kind_of_record_takes_the_child_with_its_places",
    ),
    (
        "indicators/triggers.py",
        '        else{release_sql(f"select f.child_id from ({rows}) f")};',
        "        else null;",
        f"{CHANGED}::test_a_large_statement_takes_changed_children_with_their_places",
    ),
    (
        "indicators/before.py",
        '"changed": " and o.was is distinct from n.was"',
        '"changed": ""',
        f"{CHANGED}::test_what_does_not_count_is_not_kept",
    ),
    (
        "indicators/before.py",
        "delete from indicators_factbefore where child_id in ({children}))",
        "delete from indicators_factbefore where child_id in (select null::bigint from waiting))",
        f"{CHANGED}::test_what_was_kept_of_a_child_who_lived_nowhere_goes_with_a_large_statement",
    ),
    (
        "indicators/actions/changed_children.py",
        "return next((counted for children in _lots() if",
        "return next((counted for children in _lots()[:1] if",
        f"{CHANGED}::test_a_child_that_someone_holds_keeps_no_other_child_waiting",
    ),
    (
        "indicators/actions/changed_children.py",
        "TransactionRollbackError | UniqueViolation",
        "TransactionRollbackError",
        f"{CHANGED}::test_two_workers_who_make_the_same_cell_count_no_place_for_it",
    ),
    (
        "indicators/actions/sweeping.py",
        "        if free or not places:\n            return free\n",
        "        if free or held_here or not places:\n            return free\n",
        f"{CHANGED}::test_a_place_of_whose_children_someone_holds_one_keeps_no_other_place_waiting",
    ),
    (
        "indicators/actions/sweeping.py",
        "        with transaction.atomic():\n            prepare()\n            places = _take_again(taken)\n",
        "            places = _take_again(taken)\n",
        f"{CHANGED}::test_nobody_waits_for_a_whole_count_to_end_because_a_child_was_waiting_there",
    ),
    (
        "indicators/actions/checking.py",
        "if len(places) == 1 and time.monotonic() > until:",
        "if len(places):",
        f"{CHANGED}::test_a_recount_that_was_asked_for_waits_for_a_writer",
    ),
    (
        "indicators/actions/calendar.py",
        "    if moved:\n        _mark_new_places(marked, moved)\n",
        "",
        f"{CHANGED}::test_a_place_that_begins_while_the_day_turns_gets_the_new_periods_too",
    ),
    (
        "indicators/triggers.py",
        "    return [*statements, *RELEASE_ALL]",
        "    return statements",
        f"{CHANGED}::test_what_was_kept_by_older_declarations_is_not_counted_from",
    ),
    (
        "indicators/triggers.py",
        "if current_setting('transaction_isolation') <> 'read committed' then",
        "if false then",
        f"{CHANGED}::test_who_does_not_see_what_others_write_may_write_nothing_that_counts",
    ),
    (
        "indicators/triggers.py",
        '    delete = _mark("f.family", rows, "home.place_id", "f.days * home.reach", HOMES)\n    delete += _alone',
        "    delete = _alone",
        f"{CHANGED}::test_a_child_deleted_and_made_anew_beside_its_records_is_counted_anew",
    ),
    (
        "indicators/actions/sweeping.py",
        "child_id is null for update skip locked))",
        "child_id is null for update))",
        f"{CHANGED}::test_a_mark_that_a_writer_waited_for_in_vain_keeps_no_worker_waiting",
    ),
    (
        "indicators/actions/sweeping.py",
        "return {place for place, child in held if child is None} | {",
        "return {",
        f"{CHANGED}::test_a_mark_that_a_writer_waited_for_in_vain_keeps_no_worker_waiting",
    ),
    # alarms of no place
    (
        "reporting/views/alarms.py",
        "places_to_mend(alarm, territory) if not (withheld and withheld.covers(place))]",
        "places_to_mend(alarm, territory)]",
        f"{ALARMS}::test_who_is_barred_from_a_case_is_not_told_where_records_have_no_place",
    ),
    (
        "indicators/actions/alarms.py",
        'inside(territory, "responsible_place"), pk__in',
        "pk__in",
        f"{ALARMS}::test_records_of_no_place_are_told_to_those_who_answer_for_the_child",
    ),
    (
        "reporting/views/alarms.py",
        "with_numbers=withheld is not None and not withheld.covers(place)",
        "with_numbers=not withheld or not withheld.covers(place)",
        f"{ALARMS}::test_administrators_see_where_and_of_which_kind_but_no_figure",
    ),
    # who waits, and who may know
    (
        "indicators/withholding.py",
        "        missing=[],\n        waiting=0,\n        lacking=0,\n    )\n\n\ndef _as",
        "        missing=[],\n    )\n\n\ndef _as",
        "tests/indicators/test_unsettled.py::test_whoever_may_not_see_the_figure_is_not_told_how_many_wait",
    ),
    (
        "indicators/withholding.py",
        "return {value.place, *value.units} | above",
        "return {value.place, *value.units}",
        "tests/indicators/test_unsettled.py::test_nobody_is_told_that_a_child_waits_of_whose_case_he_is_barred",
    ),
    (
        "indicators/judging/seen.py",
        "return [place, *(unit for unit, _partial in became)]",
        "return [place]",
        "tests/indicators/test_unsettled.py::test_a_target_of_an_ended_place_is_shut_by_a_case_in_what_it_became",
    ),
    (
        "indicators/answering.py",
        "            self.marks += self._marks()",
        "            pass",
        "tests/indicators/test_unsettled.py::test_one_who_is_settled_while_the_figure_is_read_makes_it_stale",
    ),
)
