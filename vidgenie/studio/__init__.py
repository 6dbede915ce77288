"""VidGenie from Python: scripts, Projects and finished videos, by the same services.

    from vidgenie import studio

    script = studio.generate_segmented_script("tips", "Python tips", 30)
    project = studio.create_video_project_with_segments(script)
    studio.VideoSegmentProcessor(project, provider_name="luma").generate_all_segments()
    print(studio.VideoAssembler(project).assemble())

Every call waits until the work is done; what a script that was killed has begun goes on with
`VideoProject.get(id)`. See docs/python.md.
"""

from vidgenie.studio.creation import create_video_project_with_segments
from vidgenie.studio.making import VideoAssembler, VideoSegmentProcessor, regenerate_segment
from vidgenie.studio.project import VideoProject, VideoSegment
from vidgenie.studio.providers import list_available_providers
from vidgenie.studio.scripts import generate_segmented_script
from vidgenie.studio.workplace import close, connect

__all__ = [
    "VideoAssembler",
    "VideoProject",
    "VideoSegment",
    "VideoSegmentProcessor",
    "close",
    "connect",
    "create_video_project_with_segments",
    "generate_segmented_script",
    "list_available_providers",
    "regenerate_segment",
]
