"""config.yaml: what it takes, and what it says of mistakes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from wardwatch.config import Config, find_config, load, parse
from wardwatch.mistakes import ConfigMistakes

HERE = Path("config.yaml")
MAIL = "email: {host: smtp.example.org, from: a@example.org, auth: password, username: me, password: '${MAIL_PW}'}\n"


def config(text: str, **environ: str) -> Config:
    return parse(text, HERE, environ)


def mistakes(text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigMistakes) as caught:
        parse(text, HERE, environ)
    return [str(mistake) for mistake in caught.value.mistakes]


def rule(to: str, name: str = "A") -> str:
    return f"alerts: [{{name: {name}, to: [{to}]}}]\n"


def source(name: str = "A", url: str = "https://a.example", extra: str = "") -> str:
    return f"  - {{name: {name}, url: '{url}'{extra}}}\n"


class TestMistakes:
    def test_all_are_told_at_once_in_the_order_of_their_lines(self) -> None:
        found = mistakes(
            "contact: me@example.org\n"
            "councils: [Chesire East]\n"
            "delay: soon\n"
            "sources:\n"
            "  - name: Paper\n"
            "    url: https://paper.example\n"
            "    evry: 30m\n"
            "timezone: Mars\n"
            "web: {listen: here}\n"
        )

        assert [line.split(":")[1] for line in found] == ["2", "3", "7", "8", "9"]
        assert all(line.startswith("config.yaml:") for line in found)

    def test_an_unknown_key_gets_the_one_that_was_probably_meant(self) -> None:
        assert mistakes("sources:\n" + source(extra=", evry: 5h")) == [
            "config.yaml:2: sources[0].evry: unknown key; did you mean every?"
        ]

    def test_an_unknown_key_like_no_other_gets_all_that_are_known(self) -> None:
        (line,) = mistakes("web: {zzz: 1}")
        assert line == "config.yaml:1: web.zzz: unknown key; known here: listen"

    def test_an_unknown_key_deep_in_a_rule_is_found(self) -> None:
        (line,) = mistakes("alerts:\n- name: A\n  to: [log]\n  when:\n    council: {any: [Kent]}\n")
        assert line == "config.yaml:5: alerts[0].when.council: unknown key; did you mean councils?"

    def test_a_missing_key_is_named(self) -> None:
        assert mistakes("sources:\n- url: https://a.example\n") == [
            "config.yaml:2: sources[0]: name is missing; add a line `name: ...`"
        ]

    def test_a_key_written_twice_is_a_mistake(self) -> None:
        assert mistakes("delay: 1s\ncontact: a@b.example\ndelay: 2s\n") == [
            "config.yaml:3: delay: written a second time; the first stands in line 1; keep one of the two"
        ]

    def test_two_sources_or_rules_of_one_name_are_a_mistake(self) -> None:
        text = "sources:\n" + source() + source(url="https://b.example")
        text += "alerts:\n  - {name: R, to: [log]}\n  - {name: R, to: [log]}\n"

        assert mistakes(text) == [
            "config.yaml:3: sources[1].name: a source called 'A' stands in line 2 already; give this one another name",
            "config.yaml:6: alerts[1].name: a rule called 'R' stands in line 5 already; give this one another name",
        ]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (
                "councils: [Bury, Rochdail]",
                "no council with children's services is called 'Rochdail'; did you mean Rochdale",
            ),
            ("councils: ['region: North Wst']", "there is no region 'North Wst'; did you mean North West?"),
            ("sources:\n" + source(extra=", councils: [Narnia]"), "is called 'Narnia'"),
            ("alerts: [{name: A, to: [log], when: {councils: {none: [Narnia]}}}]", "is called 'Narnia'"),
            ("sources:\n" + source(extra=", every: 5 fortnights"), "write it as 30m, 2h or 3 days"),
            ("sources:\n" + source(extra=", kind: rss"), "'rss' is not known here; write 'feed', 'sitemap'"),
            ("sources:\n" + source(url="ftp://a.example"), "is no web address; it should begin with https://"),
            ("database: mysql://x", "'mysql' is no store we know; write sqlite:///wardwatch.db"),
            ("timezone: London", "there is no time zone 'London'; write it as Europe/London"),
            ("web: {listen: 127.0.0.1}", "is no place to listen; write it as 127.0.0.1:8787"),
            ("contact: ''", "contact: this is empty"),
            ("contact: 12", 'this should be text; put it in "quotes"'),
            ("sources: https://a.example", "this should be a list"),
            ("web: yes please", "this should be a set of keys"),
            (rule("{email: nobody}") + MAIL.replace("${MAIL_PW}", "x"), "is no mail address"),
            ("alerts: [{name: A, to: [log], when: {words: '(ofsted'}}]", "alerts[0].when.words"),
            ("alerts: [{name: A, to: []}]", "nobody is told; write at least one recipient"),
            ("- just a list", "this should be a set of keys"),
            ("delay:\n\t1s", "a tab stands at the beginning of the line; indent with spaces"),
            ("contact: a: b", 'put text that holds a colon in "quotes"'),
            ("councils: [Bury", "look for an indent, a quote or a bracket that does not fit"),
        ],
    )
    def test_each_says_what_would_be_right(self, text: str, said: str) -> None:
        found = mistakes(text)
        assert len(found) == 1
        assert said in found[0]

    def test_mail_recipients_without_a_mail_server_are_a_mistake(self) -> None:
        (line,) = mistakes(rule("{email: desk@example.org}"))
        assert "alerts[0].to[0]: is told by email, but there is no `email:` section" in line

    def test_a_file_that_is_not_there_or_no_text_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigMistakes, match=r"cannot be read .* `wardwatch init"):
            load(tmp_path / "none.yaml")
        (tmp_path / "binary.yaml").write_bytes(b"contact: \xff\xfe")
        with pytest.raises(ConfigMistakes, match="save it as UTF-8"):
            load(tmp_path / "binary.yaml")


class TestValues:
    def test_an_empty_file_has_all_defaults(self) -> None:
        empty = config("")
        assert (empty.councils, empty.sources, empty.alerts, empty.operator, empty.email) == ((), (), (), (), None)
        assert empty.backfill_alerts == timedelta(days=3)
        assert empty.timezone == "Europe/London"

    def test_sections_whose_lines_are_all_commented_out_are_empty(self) -> None:
        assert config("sources:\nalerts:\noperator:\nweb:\nemail:\n").web.listen == "127.0.0.1:8787"

    def test_no_is_a_word(self) -> None:
        assert config("sources:\n" + source(name="NO")).sources[0].name == "NO"

    def test_json_is_taken(self) -> None:
        taken = config('{\n\t"contact": "me@example.org",\n\t"councils": ["Bury"],\n\t"delay": "2s"\n}')
        assert (taken.contact, taken.councils, taken.delay) == ("me@example.org", ("Bury",), timedelta(seconds=2))

    def test_councils_may_go_by_another_name_or_by_region(self) -> None:
        assert config("councils: [Bristol City Council]").councils == ("Bristol",)
        assert "Cumberland" in config('councils: ["region: North West"]').councils
        assert "Cumberland" in config("councils:\n- region: North West\n").councils
        assert len(config("councils: all").councils) == 153

    def test_rules_and_sources_may_name_regions(self) -> None:
        text = "alerts: [{name: A, to: [log], when: {councils: {any: ['region: London']}}}]\n"
        wanted = config(text + "sources:\n" + source(extra=", councils: ['region: London']"))
        assert wanted.alerts[0].when.councils
        assert wanted.alerts[0].when.councils.any == wanted.sources[0].councils
        assert len(wanted.sources[0].councils) == 33

    def test_a_relative_database_lies_beside_the_config(self, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("database: sqlite:///data/w.db\n", "utf-8")
        assert load(tmp_path / "config.yaml").database == f"sqlite:///{tmp_path}/data/w.db"
        assert load(tmp_path / "config.yaml").folder == tmp_path

    def test_a_relative_certificate_lies_beside_the_config_too(self, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("network: {ca_file: ca.pem}\n", "utf-8")
        assert load(tmp_path / "config.yaml").network.ca_file == tmp_path / "ca.pem"

    def test_other_databases_stay_as_they_are(self) -> None:
        assert config("database: sqlite:////var/lib/w.db").database == "sqlite:////var/lib/w.db"
        assert config("database: postgresql://u:${PW}@h/w", PW="x").database == "postgresql://u:x@h/w"

    def test_the_config_is_found_by_option_then_environment_then_folder(self) -> None:
        assert find_config(Path("a.yaml"), {"WARDWATCH_CONFIG": "b.yaml"}) == Path("a.yaml")
        assert find_config(None, {"WARDWATCH_CONFIG": "b.yaml"}) == Path("b.yaml")
        assert find_config(None, {}) == Path("config.yaml")


class TestSecrets:
    def test_a_missing_variable_is_a_mistake_where_a_recipient_needs_it(self) -> None:
        assert mistakes(rule("{email: desk@example.org}") + MAIL) == [
            "config.yaml:2: email.password: the environment variable MAIL_PW is not set; "
            "set it, or take this recipient out"
        ]

    def test_a_missing_variable_is_no_mistake_where_nobody_gets_mail(self) -> None:
        assert config(rule("log") + MAIL).email

    def test_the_operator_needs_mail_too(self) -> None:
        assert len(mistakes("operator: [{email: me@example.org}]\n" + MAIL)) == 1

    def test_a_webhook_needs_its_secret(self) -> None:
        (line,) = mistakes(rule("{webhook: 'https://h.example', secret: '${HOOK}'}"))
        assert "alerts[0].to[0].secret: the environment variable HOOK is not set" in line

    def test_a_secret_may_stand_in_a_file_beside_the_config(self, tmp_path: Path) -> None:
        (tmp_path / "password").write_text("open sesame\n", "utf-8")
        (tmp_path / "config.yaml").write_text(MAIL.replace("${MAIL_PW}", "file:password"), "utf-8")
        email = load(tmp_path / "config.yaml").email
        assert email
        assert email.password
        assert email.password.get_secret_value() == "open sesame"

    def test_a_secret_file_that_is_not_there_is_told(self) -> None:
        text = MAIL.replace("${MAIL_PW}", "file:/nowhere/password") + rule("{email: desk@example.org}")
        (line,) = mistakes(text)
        assert "/nowhere/password cannot be read" in line

    def test_secrets_are_never_shown(self) -> None:
        text = MAIL + "database: postgresql://u:${DB}@h/w\n" + rule("{email: desk@example.org}")
        shown = repr(config(text, MAIL_PW="open sesame", DB="hunter2"))
        assert "open sesame" not in shown
        assert "hunter2" not in shown

    def test_a_mistake_in_a_secret_does_not_show_it(self) -> None:
        found = mistakes(rule("{webhook: 'https://h.example', secret: '${HOOK}'}"), HOOK="not base64 at all!")
        assert "not base64" not in "".join(found)

    def test_a_secret_in_the_file_itself_is_a_warning(self) -> None:
        warnings = config(MAIL.replace("${MAIL_PW}", "open sesame")).warnings
        assert any("a secret stands in the file itself" in str(one) for one in warnings)
        assert "sesame" not in str(warnings)


class TestWarnings:
    def test_the_placeholder_is_a_warning_at_its_line(self) -> None:
        found = [
            str(one) for one in config("delay: 1s\ncontact: you@example.org\ncouncils: [Bury]\n" + rule("log")).warnings
        ]
        assert found == [
            "config.yaml:2: contact: still you@example.org, "
            "so only Ofsted, GOV.UK and this machine are asked; put your own address there"
        ]

    def test_asking_too_often_is_a_warning(self) -> None:
        text = (
            "contact: me@b.example\nsources:\n"
            + source(extra=", every: 4m")
            + source("B", "https://b.example", ", every: 5m")
        )
        found = [str(one) for one in config(text + rule("log")).warnings]
        assert found == [
            "config.yaml:3: sources[0].every: every 4m is more often than most sites like; 5m or longer is polite"
        ]

    def test_a_webhook_over_plain_http_is_a_warning_unless_its_host_is_called_private(self) -> None:
        text = "contact: me@b.example\nsources:\n" + source() + rule("{webhook: 'http://hooks.example:8080/x'}")
        assert [str(one) for one in config(text).warnings] == [
            "config.yaml:4: alerts[0].to[0]: plain http can be read on its way; write https, or allow_private"
        ]
        assert config(text + "allow_private: [hooks.example]").warnings == ()
        assert config(text + "allow_private: ['hooks.example:8080']").warnings == ()


class TestWatched:
    OWN = "councils: [Cheshire East]\nsources:\n" + source("Paper") + source("Here", "http://127.0.0.1:8099/news")

    def test_until_the_contact_is_changed_only_official_and_loopback_are_asked(self) -> None:
        waiting = config(self.OWN)
        assert [one.name for one in waiting.watched()] == [
            "Here",
            "Ofsted: Cheshire East",
            "Ofsted on GOV.UK",
            "Department for Education on GOV.UK",
        ]
        assert "Paper" in [one.name for one in waiting.waiting_sources()]
        assert "Congleton Nub News" in [one.name for one in waiting.waiting_sources()]

    def test_with_a_contact_all_are_asked(self) -> None:
        known = config("contact: me@b.example\n" + self.OWN)
        assert known.waiting_sources() == []
        assert {"Paper", "Here", "Congleton Nub News"} <= {one.name for one in known.watched()}

    def test_calling_a_stranger_official_does_not_open_the_door(self) -> None:
        sly = config("sources:\n" + source(url="https://www.cheshireeast.gov.uk/x", extra=", kind: govuk"))
        assert sly.watched() == []

    @pytest.mark.parametrize(
        ("url", "asked"),
        [
            ("http://localhost:8000/", True),
            ("http://[::1]:8000/", True),
            ("http://127.9.9.9/", True),
            ("https://files.ofsted.gov.uk/v1/file/1", True),
            ("https://www.gov.uk/x", True),
            ("https://ofsted.gov.uk.example.com/", False),
            ("https://notofsted.gov.uk/", False),
            ("http://192.168.0.1/", False),
            ("http://localhost.example/", False),
        ],
    )
    def test_what_is_official_or_here_goes_by_the_host(self, url: str, asked: bool) -> None:
        assert bool(config("sources:\n" + source(url=url)).watched()) is asked

    def test_a_source_of_ones_own_takes_the_place_of_the_catalogues(self) -> None:
        text = "contact: me@b.example\ncouncils: [Cheshire East]\nsources:\n"
        text += source("Mine", "https://congleton.nub.news/news/") + source("Crewe Nub News", "https://crewe.example")
        watched = config(text).watched()
        assert [one.name for one in watched if "congleton.nub" in one.url] == ["Mine"]
        assert [one.url for one in watched if one.name == "Crewe Nub News"] == ["https://crewe.example"]


class TestSummary:
    def test_it_says_what_waits_and_where_alerts_go(self) -> None:
        text = "contact: you@example.org\ncouncils: [Cheshire East]\n" + rule("log, {file: outbox}")
        known = config(text)
        waiting = len(known.waiting_sources())
        assert known.summary() == (
            "Watching 3 official sources for Cheshire East. "
            f"Put your address in line 1 to add {waiting} local titles. Nothing is mailed yet; see outbox/."
        )

    def test_with_a_contact_and_mail_nothing_is_asked_of_the_user(self) -> None:
        text = "contact: me@b.example\nsources:\n" + source("Paper") + rule("{email: d@b.example}") + MAIL
        assert config(text, MAIL_PW="x").summary() == "Watching 1 source. Alerts are mailed to d@b.example."

    def test_it_says_when_nobody_is_told_and_nothing_watched(self) -> None:
        assert config("").summary() == (
            "Nothing is watched: name a council under `councils:` or a source under `sources:`. "
            "Nobody is told: there are no recipients."
        )


def test_keys_that_change_nothing_yet_say_so_where_they_are_written() -> None:
    text = "retention: {articles: 10 days}\nnetwork: {no_proxy: [a.example]}\n"
    said = [str(one) for one in config(text).warnings]
    assert any(
        ":1: retention: this has no effect yet: nothing but addresses is forgotten by age" in one for one in said
    )
    assert not any("network" in one for one in said)
    assert not any("retention" in str(one) for one in config("retention: {addresses: 10 days}\n").warnings)


class TestPost:
    """What is said of mail servers, proxies and other services."""

    def test_a_password_at_microsoft_is_warned_of(self) -> None:
        said = [
            str(one) for one in config(MAIL.replace("smtp.example.org", "smtp.office365.com"), MAIL_PW="x").warnings
        ]
        assert any("smtp.office365.com stops taking passwords" in one and "oauth2" in one for one in said), said
        assert not any("passwords" in str(one) for one in config(MAIL, MAIL_PW="x").warnings)

    def test_what_needs_the_library_apprise_waits_for_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = "alerts: [{name: A, to: [{apprise: 'x://y'}]}]\n"
        assert not any("wait" in str(one) for one in config(text).warnings)
        monkeypatch.setattr("wardwatch.checks.is_installed", lambda: False)
        assert any("messages for it wait: the extra `apprise`" in str(one) for one in config(text).warnings)

    def test_authorities_that_cannot_be_used_are_warned_of(self, tmp_path: Path) -> None:
        (tmp_path / "ca.pem").write_text("nothing")
        said = [str(one) for one in parse("network: {ca_file: ca.pem}", tmp_path / "config.yaml", {}).warnings]
        assert any("ca.pem holds no certificates" in one for one in said), said

    def test_a_proxy_is_an_address(self) -> None:
        assert config("network: {proxy: 'http://proxy.example:3128'}").network.proxy == "http://proxy.example:3128"
        assert any("this is no proxy" in one for one in mistakes("network: {proxy: proxy.example}"))
