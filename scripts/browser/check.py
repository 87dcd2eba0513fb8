"""Opens the reports of three runs, and an evaluation, in headless Chromium: offline, against the sandbox with
faults, and of a model that tries to break out of the page.

Usage: check.py FOLDER [--measure] (FOLDER takes what is written; CORTEX and CHROMIUM name the programs)
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import model
from playwright.sync_api import expect, sync_playwright

CORTEX = os.environ["CORTEX"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def cortex(*args, env=None):
    """Runs the program, in an environment without anybody's keys."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run([CORTEX, *map(str, args)], env={**clean, **(env or {})},
                          capture_output=True, text=True, timeout=240, check=False)
    if done.returncode not in (0, 3):
        sys.exit(f"cortex {args} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def run_report(folder, *args, env=None):
    """Generates into a folder and returns the report's path."""
    shutil.rmtree(folder, ignore_errors=True)
    told = cortex("generate", "--output-dir", folder, "--json", "--quiet", *args, env=env)
    return pathlib.Path(json.loads(told)["report"])


def offline(work):
    return run_report(work / "offline", "--offline", "--examples", 60)


def sandboxed(work):
    """A run against the imitated services, some of whose requests fail."""
    server = subprocess.Popen([CORTEX, "sandbox", "--port", "0", "--latency-ms", "20", "--faults", "500:0.1,429:0.05,chat/length:0.2"],
                              stdout=subprocess.PIPE, text=True)
    try:
        env = {}
        for line in server.stdout:
            name, _, value = line.strip().removeprefix("export ").partition("=")
            env[name] = value.strip("'\"")
            if {"OPENROUTER_API_KEY", "OPENROUTER_BASE_URL", "FLIPSIDE_API_KEY", "FLIPSIDE_BASE_URL"} <= env.keys():
                break
        return run_report(work / "sandboxed", "--examples", 40, "--source", "files", "--yes", env=env)
    finally:
        server.terminate()
        server.wait(10)


def hostile(work):
    server, address = model.serve()
    try:
        env = {"OPENROUTER_API_KEY": "sk-or-v1-test", "OPENROUTER_BASE_URL": address}
        return run_report(work / "hostile", "--examples", 4, "--source", "files", "--model", "test/hostile",
                          "--skip-quality-check", "--no-stream", "--yes", env=env)
    finally:
        server.shutdown()


class Opened:
    """A page that was opened from disk; says at the end what went wrong in it."""

    def __init__(self, browser, path, size=None, **options):
        self.problems = []
        self.page = browser.new_page(viewport=size or DESKTOP, **options)
        self.page.on("console", lambda message: self.problems.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))
        self.page.on("request", self.requested)
        self.path = path
        self.page.goto(f"file://{path.resolve()}")

    def requested(self, request):
        if not request.url.startswith("file://") or not request.url.split("#")[0].endswith(self.path.name):
            self.problems.append(f"request: {request.url}")

    def close(self):
        assert not self.problems, f"{self.path}: {self.problems}"
        self.page.close()


def shown(page):
    return page.locator("#list li:visible").count()


def check_summary(page, accepted):
    expect(page.locator(".tiles dd strong").first).to_have_text(accepted)
    for title in ("Asked", "Yield", "Scores", "Time and cost", "Market data", "Answers"):
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    charts = page.locator("figure.chart svg")
    assert charts.count() >= 4, charts.count()
    for chart in charts.all():
        assert chart.get_attribute("aria-label"), "a chart without a description"
        texts = chart.locator("text").count()
        assert texts > 4, "a chart without figures at its axes"


def check_filters(page, total):
    expect(page.locator("#count")).to_have_text(f"{total} of {total} answers")
    kind = page.locator("#filter-kind")
    options = [option.get_attribute("value") for option in kind.locator("option").all()][1:]
    of_kinds = 0
    for option in options:
        kind.select_option(option)
        page.wait_for_timeout(150)
        of_kinds += shown(page)
        assert 0 < shown(page) < total
    assert of_kinds == total, (of_kinds, total)
    page.locator("#filter-chain").select_option(index=1)
    page.wait_for_timeout(150)
    assert shown(page) < total
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#count")).to_have_text(f"{total} of {total} answers")
    page.locator("#filter-from").fill("0.995")
    page.wait_for_timeout(150)
    scores = [float(text) for text in page.locator("#list li:visible .score").all_text_contents()]
    assert all(score >= 0.995 for score in scores), scores
    page.get_by_role("button", name="Clear").click()
    page.locator("#filter-sort").select_option("worst")
    page.wait_for_timeout(150)
    scores = [float(text) for text in page.locator("#list li .score").all_text_contents()]
    assert scores == sorted(scores), scores
    page.get_by_role("button", name="Clear").click()
    page.wait_for_timeout(150)


def check_search(page):
    page.locator("#list a").first.click()
    text = page.locator("#answer .reply .line").filter(has_text=re.compile(r"\w{4}.{20}")).first.inner_text()
    page.locator("#filter-text").fill(text)
    page.wait_for_timeout(200)
    assert shown(page) >= 1, f"the search does not find {text!r}"
    page.locator("#filter-text").fill("no answer holds this: qqxyzzy")
    expect(page.locator("#count")).to_have_text(re.compile("^0 of "))
    page.get_by_role("button", name="Clear").click()
    page.wait_for_timeout(150)


def check_hover(page):
    """What is underlined says what was computed: to the mouse, to the keyboard, and it goes away."""
    mark = page.locator("#answer .reply mark.right").first
    mark.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    mark.hover()
    tip = page.locator("#tip")
    expect(tip).to_be_visible()
    expect(tip).to_have_text(re.compile("grounded|right calculation"))
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.locator("#answer .reply mark[tabindex]").nth(1).focus()
    expect(tip).to_be_visible()
    page.mouse.move(0, 0)


def check_steps(page):
    page.locator("#list a").first.click()
    first = page.locator("#answer h3").inner_text()
    assert page.evaluate("document.activeElement.tagName") == "H3", "the focus goes with the answer"
    page.get_by_role("button", name="next").click()
    expect(page.locator("#list a[aria-current]")).to_have_count(1)
    page.go_back()
    expect(page.locator("#answer h3")).to_have_text(first)
    page.locator("#answer summary", has_text="Prompt").click()
    expect(page.locator("#answer .prompt table").first).to_be_visible()
    page.locator("#answer summary", has_text="Trace").click()
    expect(page.locator("#answer .trace")).to_be_visible()
    page.locator("#answer summary", has_text="found").first.click()
    page.locator("#answer .where:visible").first.click()
    expect(page.locator("#answer .flash").first).to_be_visible()


def check_narrow(page):
    """Nothing is wider than the screen but what scrolls for itself."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"the page is {wide} pixels too wide"


def check_offline(browser, report, shots):
    opened = Opened(browser, report)
    page = opened.page
    assert page.evaluate("scrollY") == 0, "the page opens at its top"
    check_summary(page, "60")
    check_filters(page, 60)
    check_search(page)
    check_steps(page)
    check_hover(page)
    page.goto("about:blank")
    page.goto(f"file://{report.resolve()}")
    page.screenshot(path=shots / "desktop.png")
    opened.close()
    for scheme in ("light", "dark"):
        phone = Opened(browser, report, PHONE, color_scheme=scheme, has_touch=True)
        check_narrow(phone.page)
        phone.page.locator("#list a").nth(2).click()
        check_narrow(phone.page)
        phone.page.locator("#answer .reply mark[tabindex]").first.tap()
        expect(phone.page.locator("#tip")).to_be_visible()
        phone.page.screenshot(path=shots / f"phone-{scheme}.png")
        phone.close()


def check_sandboxed(browser, report, shots):
    opened = Opened(browser, report)
    check_summary(opened.page, "40")
    verdicts = opened.page.locator("#filter-verdict option").all_inner_texts()
    assert any("cut off" in verdict for verdict in verdicts), verdicts
    opened.page.locator("#filter-verdict").select_option(index=2)
    opened.page.wait_for_timeout(150)
    assert 0 < shown(opened.page) < 40, "rejected answers are shown too"
    expect(opened.page.get_by_text("Cost", exact=True).first).to_be_visible()
    opened.page.screenshot(path=shots / "sandboxed.png", full_page=True)
    opened.close()


def check_hostile(browser, report, shots):
    opened = Opened(browser, report)
    page = opened.page
    page.locator("#list a").first.click()
    wrong = page.locator("#answer .reply mark.wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_have_text("10 / 4 = 3.5")
    wrong.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    wrong.hover()
    expect(page.locator("#tip")).to_have_text(re.compile("wrong calculation: computed 2.5, claimed 3.5"))
    page.screenshot(path=shots / "wrong.png")
    right = page.locator("#answer .reply mark.right").all_text_contents()
    assert "12 * 4 = 48" in right and "7 + 8 = 15" in right, right
    # Everything that was said is there to be read, as text.
    said = page.locator("#answer .reply").inner_text()
    for attack in model.ATTACKS:
        assert attack in said, f"{attack!r} is not shown"
    assert "⟨U+202E⟩" in said and "\u202e" not in page.content()
    for summary in page.locator("#answer summary").all():
        summary.click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.broken") is None, "an attack ran"
    assert page.locator("main img, main iframe, main svg[onload], main b").count() == 0
    scripts = page.locator("script:not([type='application/json'])").count()
    assert scripts == 1, f"{scripts} scripts"
    # The words of an attack are found by the search, which looks through the data as they are escaped.
    page.locator("#filter-text").fill(model.ATTACKS[0])
    expect(page.locator("#count")).to_have_text("4 of 4 answers")
    opened.close()


def check_evaluation(browser, raw, work, shots):
    folder = work / "evaluation"
    shutil.rmtree(folder, ignore_errors=True)
    cortex("rewards", "evaluate", "--input", raw, "--output-dir", folder)
    for size in (DESKTOP, PHONE):
        opened = Opened(browser, folder / "evaluation.html", size)
        assert opened.page.locator("figure.chart svg").count() >= 3
        check_narrow(opened.page)
        opened.page.screenshot(path=shots / f"evaluation-{size['width']}.png", full_page=True)
        opened.close()


def measure(browser, work):
    """How long a report of a thousand answers takes to open, and a second of scrolling."""
    report = run_report(work / "large", "--offline", "--chains", "market", "token",
                        "--examples", 1000)
    times = []
    for _ in range(7):
        page = browser.new_page(viewport=DESKTOP)
        page.goto(f"file://{report.resolve()}", wait_until="load")
        times.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        total = page.locator("#list li").count()
        frames = page.evaluate("""() => new Promise((done) => {
          const list = document.getElementById('list'); const gaps = []; let last;
          const step = (now) => { if (last) gaps.push(now - last); last = now; list.scrollTop += 120;
            gaps.length < 60 ? requestAnimationFrame(step) : done(gaps.sort((a, b) => a - b)); };
          requestAnimationFrame(step); })""")
        page.close()
    times.sort()
    print(f"{total} answers, {report.stat().st_size / 1e6:.1f} MB: opened in {times[3]:.0f} ms "
          f"(median of 7, {times[0]:.0f} to {times[-1]:.0f}); frames of a scrolling list: median {frames[30]:.0f} ms, "
          f"95 % below {frames[57]:.0f} ms")


def main():
    work = pathlib.Path(sys.argv[1])
    shots = work / "shots"
    shots.mkdir(parents=True, exist_ok=True)
    reports = offline(work), sandboxed(work), hostile(work)
    raw = next((work / "offline" / "raw").rglob("*.jsonl"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        try:
            if "--measure" in sys.argv:
                measure(browser, work)
                return
            check_offline(browser, reports[0], shots)
            print("offline run: ok")
            check_sandboxed(browser, reports[1], shots)
            print("sandbox run: ok")
            check_hostile(browser, reports[2], shots)
            print("hostile answers: ok")
            check_evaluation(browser, raw, work, shots)
            print("evaluation: ok")
        finally:
            browser.close()


if __name__ == "__main__":
    main()
