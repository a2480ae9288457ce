"""The benchmarks' own instruments measure what they say, without being run."""

import os
import subprocess
import sys

from bench.intake import multipart
from bench.papers import Papers
from bench.processes import ProcessTree, command_of, pss_mb
from tinhso.foundation.files.inspection import inspect
from tinhso.sites.frame.uploads import read_form

_BUSY = "import sys; sum(range(12_000_000)); print('done', flush=True); sys.stdin.read()"


def test_a_tree_counts_the_work_and_the_memory_of_what_it_started() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        tree = ProcessTree(child.pid)

        assert child.pid in ProcessTree(os.getpid()).pids()
        assert tree.cpu_s() > 0.01
        assert tree.pss_mb() > 1
        assert "12_000_000" in command_of(child.pid)
        assert child.stdin is not None
        child.stdin.close()
    assert ProcessTree(child.pid).cpu_s() == 0
    assert pss_mb(child.pid) == 0


def test_papers_pass_the_gate_and_are_never_the_same() -> None:
    papers = Papers()

    assert inspect(papers.pdf("a")).media_type == "application/pdf"
    assert inspect(papers.jpeg("a")).media_type == "image/jpeg"
    assert papers.pdf("a") != papers.pdf("b")
    assert papers.jpeg("a") != papers.jpeg("b")


def test_a_form_is_sent_as_browsers_send_it() -> None:
    body, content_type = multipart({"name": "Hoà"}, [("paper", "ảnh.jpg", "image/jpeg", b"\xff\xd8")])
    form = read_form(body, content_type.partition("boundary=")[2].encode())

    assert form is not None
    assert form[0]["name"] == "Hoà"
    assert form[1]["paper"].read() == b"\xff\xd8"
