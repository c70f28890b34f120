"""The demo: the main job from merge to answer, on a stage of this machine's own."""

from bot.demo.run import run_demo

__all__ = ["run_demo"]
