"""T1 to T14 of the reliability page, with the tests that show them: printed, or in docs/evidence/trust.md."""

import sys
from pathlib import Path

from tests.faults.rows import TESTS, functions

EVIDENCE = TESTS.parent / "docs" / "evidence" / "trust.md"
SIMULATED = "test_simulation.py: nothing_that_was_promised_breaks_while_everything_fails"
_HEAD = """# What is promised, and what shows it

`python -m tests.faults.promises --write` writes this page from `tests/faults/promises.py`; `tests/faults/test_rows.py`
fails where it names a test that is not there. The simulator asks for T1 to T13 after each of its events and at the end
of each run (`tests/simulation/README.md`); its long run, and the mistakes that it has to catch, are in
[simulator.md](simulator.md). The lies of an evil server are in [lies.md](lies.md), power losses in
[torture.md](torture.md), and each fault with its tests in [faults.md](faults.md).
"""
PROMISES: dict[str, tuple[str, tuple[str, ...]]] = {
    "T1": (
        "Replicas with the same set of entries have equal projections, byte for byte",
        (
            SIMULATED,
            "test_merge_is_a_function_of_the_set.py: any_order_batches_and_repetition_give_the_same_bytes",
            "test_two_officials.py: any_order_of_work_and_sending_ends_in_equal_roots_with_nothing_waiting",
            "test_equal_after_upgrade.py: what_an_older_program_wrote_is_equal_after_the_upgrade",
        ),
    ),
    "T2": (
        "Incremental is as rebuilt, on client and server",
        (
            SIMULATED,
            "test_merge_is_a_function_of_the_set.py: a_computer_that_receives_the_rest_holds_what_a_rebuild_gives",
            "test_merge_is_a_function_of_the_set.py: states_come_back_from_their_bytes_between_any_two_entries",
            "test_private_parts_may_come_later.py: any_order_of_entries_and_private_parts_gives_the_same_registers",
            "test_server_totals.py: a_rebuild_from_entries_is_equal",
            "test_server_totals.py: totals_equal_a_recount_after_random_pushes",
        ),
    ),
    "T3": (
        "No sealed entry is lost while one holder lives",
        (
            SIMULATED,
            "test_round.py: a_new_epoch_brings_back_what_the_server_has_lost_whoever_wrote_it",
            "test_copied_profiles.py: of_a_folder_that_was_copied_both_go_on_and_nothing_is_lost",
            "test_recovery.py: nothing_written_is_lost_when_the_database_is_destroyed",
            "test_coming_back.py: after_a_power_cut_between_key_and_log_the_next_writing_goes_on",
            "test_removed_and_back.py: a_removed_computer_hears_of_it_comes_back_and_loses_nothing",
        ),
    ),
    "T4": (
        "No acknowledged entry is lost, through a server restore too",
        (
            SIMULATED,
            "test_server_restored.py: last_nights_backup_is_refused_and_after_a_new_epoch_everything_is_offered_again",
            "test_two_officials.py: a_server_restored_from_a_backup_gets_everything_back_from_its_cities",
            "test_two_officials.py: the_furthest_place_that_is_shown_was_proved",
            "test_kills.py: what_the_server_acknowledged_is_there_after_kill_9",
            "test_server_killed.py: killed_at_any_statement_of_a_push_there_is_all_of_it_or_nothing",
        ),
    ),
    "T5": (
        "A value leaves `live` only if someone who was shown it replaced it",
        (
            SIMULATED,
            "test_findings.py: what_a_twin_wrote_is_not_replaced_by_a_form_that_never_showed_it",
            "test_two_officials.py: different_answers_given_offline_stand_side_by_side_until_one_is_chosen",
            "test_entries.py: predecessors_that_have_not_arrived_are_remembered",
        ),
    ),
    "T6": (
        "Own saves are never reverted by a sync, only joined by others",
        (
            SIMULATED,
            "test_two_officials.py: different_answers_given_offline_stand_side_by_side_until_one_is_chosen",
            "test_undoing.py: a_colleagues_newer_answer_is_not_replaced_and_it_is_said",
        ),
    ),
    "T7": (
        "Any message, bundle or snapshot twice is as once",
        (
            SIMULATED,
            "test_network.py: a_line_that_is_cut_at_any_byte_takes_effect_exactly_once",
            "test_carried_files.py: files_in_any_order_any_number_of_times_give_the_same",
            "test_entries.py: the_same_entry_a_thousand_times_is_one_entry",
            "test_server_parallel.py: one_batch_pushed_in_parallel_is_taken_once",
        ),
    ),
    "T8": (
        "Any order, any partition gives the same",
        (
            SIMULATED,
            "test_merge_is_a_function_of_the_set.py: any_order_batches_and_repetition_give_the_same_bytes",
            "test_merge_is_a_function_of_the_set.py: a_part_of_the_set_has_the_state_of_that_part",
            "test_members_are_a_function_of_the_set.py: every_order_gives_what_the_rules_give_to_the_set",
            "test_carried_files.py: by_stick_and_by_line_in_any_order_the_same_stands",
        ),
    ),
    "T9": (
        "Any flipped bit in anything stored or carried is refused or pinpointed",
        (
            SIMULATED,
            "test_entries.py: every_changed_bit_of_an_entry_is_refused",
            "test_entries_file.py: every_flipped_bit_is_pinned_to_its_entry_and_offset",
            "test_bundles.py: no_changed_bit_changes_what_is_read",
            "test_hostile_bytes.py: changed_bytes_of_an_entry_are_never_another_entry",
            "test_server_totals.py: fsck_names_the_position_of_a_damaged_entry",
            "test_lies_about_private_parts.py: a_private_part_is_read_as_it_was_written_or_not_at_all",
        ),
    ),
    "T10": (
        "Equivocation by a device or the server is reported by an honest device after gossip",
        (
            SIMULATED,
            "test_evil_server_split.py: two_stories_are_told_of_once_the_entries_meet",
            "test_evil_server_split.py: two_stories_are_told_of_when_they_meet_by_stick",
            "test_evil_server_split.py: a_head_by_stick_that_is_ahead_waits_and_is_told_of_once_the_own_log_gets_there",
            "test_evil_server_split.py: an_honest_server_is_not_suspected",
            "test_evil_server_split.py: what_was_kept_is_written_into_a_file_that_verify_explains",
            "test_evil_server.py: a_head_that_contradicts_is_kept_as_evidence_and_work_goes_on",
            "test_chain_queries.py: two_entries_at_one_place_are_found_once_at_the_first_place",
            "test_shell.py: a_computer_that_exists_twice_is_told_on_the_overview",
        ),
    ),
    "T11": (
        "The verdict on a revoked log is the same everywhere",
        (
            SIMULATED,
            "test_members_are_a_function_of_the_set.py: every_order_gives_what_the_rules_give_to_the_set",
            "test_members_are_a_function_of_the_set.py: the_worlds_hold_every_verdict_and_reason",
            "test_who_may_write.py: beyond_the_cut_off_nothing_counts_whether_it_came_before_or_after",
            "test_server_trust.py: what_lies_beyond_a_cut_off_is_kept_and_does_not_count",
        ),
    ),
    "T12": (
        "An older and a newer program mix; the older one loses nothing; equal after the upgrade",
        (
            "test_equal_after_upgrade.py: what_an_older_program_wrote_is_equal_after_the_upgrade",
            "test_desktop_migrations.py: a_profile_of_the_first_release_is_upgraded_with_all_that_is_in_it",
            "test_what_a_server_claims.py: an_entry_of_a_newer_program_is_kept_aside_and_blocks_nobody",
            "test_server_entries.py: an_operation_of_a_later_version_is_stored_relayed_and_pending",
            "test_not_taken_yet.py: what_an_older_server_refuses_waits_on_and_goes_after_its_upgrade",
            "test_profile_folders.py: data_of_a_newer_program_exports_what_was_signed_and_stays_as_it_is",
        ),
    ),
    "T13": (
        "When faults stop, everything settles within k syncs a device",
        (
            SIMULATED,
            "test_two_officials.py: any_order_of_work_and_sending_ends_in_equal_roots_with_nothing_waiting",
            "test_slow_line.py: over_a_slow_line_that_breaks_all_gets_across_at_little_more_than_its_own_weight",
        ),
    ),
    "T14": (
        "Byte and round-trip budgets hold",
        (
            "test_budgets.py: an_idle_poll_costs_one_round_trip_of_200_bytes_up_and_110_down",
            "test_budgets.py: one_answer_with_a_note_of_120_characters_costs_560_bytes_up_and_280_down",
            "test_budgets.py: sixty_answers_with_notes_cost_5000_bytes_up_and_300_down",
            "test_budgets.py: a_whole_program_run_uses_one_connection",
        ),
    ),
}
"""File and name of each test, without `test_` and without the number of a row of faults.md."""


def gone() -> list[str]:
    """What is named and isn't there."""
    there = {f"{path.name}: {_plain(name)}" for path in TESTS.rglob("test_*.py") for name in functions(path)}
    return sorted({name for _, names in PROMISES.values() for name in names} - there)


def _plain(name: str) -> str:
    words = name.removeprefix("test_").split("_")
    while words and (words[0] in ("row", "rows", "and") or words[0].isdigit()):
        del words[0]
    return "_".join(words)


def table() -> str:
    """All promises as Markdown."""
    lines = [_HEAD, "| # | Promise | Shown by |", "|---|---|---|"]
    for number, (promise, names) in PROMISES.items():
        tests = "<br>".join(_sentence(name) for name in names)
        lines.append(f"| {number} | {promise} | {tests} |")
    return "\n".join(lines) + "\n"


def _sentence(name: str) -> str:
    file, _, words = name.partition(": ")
    return f"`{file}`: {words.replace('_', ' ')}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        Path(EVIDENCE).write_text(table(), encoding="utf-8")
    else:
        print(table(), end="")
