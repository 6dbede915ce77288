"""The configuration object of the source documents, as `POST /api/workflow/execute` takes it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from vidgenie.errors import InvalidInput

_Slug = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class _Maker(_Model):
    provider: _Slug | None = None
    model: Annotated[str, Field(max_length=80)] = ""
    fallback: Annotated[list[_Slug], Field(max_length=12)] | None = None
    max_price_usd: Annotated[float, Field(ge=0, le=10_000)] | None = None

    def maker(self, default_provider: str) -> dict[str, object]:
        """What every Node that calls a Provider is told."""
        usd = self.max_price_usd
        return {
            "provider": self.provider or default_provider,
            "model": self.model,
            "fallback": self.fallback,
            "max_micro_usd": None if usd is None else round(usd * 1_000_000),
        }


class _Text(_Maker):
    """Who enhances the prompt."""


class _Image(_Maker):
    style: str = "vivid"
    quality: str = "hd"
    size: str = "1080x1920"
    seed: int = 0


class _Video(_Maker):
    duration: int = 8
    resolution: str = "1080p"
    generate_audio: bool = True
    motion_intensity: str = "medium"
    seed: int = 0


class WorkflowConfig(_Model):
    """What to make, in the words of the PRD; the node types check the values themselves."""

    initial_prompt: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""
    workflow_type: Literal["complete", "image-only", "video-from-image"] = "complete"
    image_url: Annotated[str, Field(max_length=2000)] | None = None
    image_asset_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None
    text_config: _Text = Field(default_factory=_Text)
    image_config: _Image = Field(default_factory=_Image)
    video_config: _Video = Field(default_factory=_Video)

    def enhance(self, default_provider: str) -> dict[str, object]:
        """Values of the enhance Node."""
        return self.text_config.maker(default_provider)

    def image(self, default_provider: str) -> dict[str, object]:
        """Values of the image Node."""
        given = self.image_config
        return {
            **given.maker(default_provider),
            "style": given.style,
            "quality": given.quality,
            "size": given.size,
            "seed": given.seed,
        }

    def video(self, default_provider: str) -> dict[str, object]:
        """Values of the video Node."""
        given = self.video_config
        return {
            **given.maker(default_provider),
            "duration": given.duration,
            "resolution": given.resolution,
            "audio": given.generate_audio,
            "motion": given.motion_intensity,
            "seed": given.seed,
        }


def parse_config(config: Mapping[str, object]) -> WorkflowConfig:
    """The typed configuration. Raises InvalidInput that names the field.

    A prompt may be empty only when a picture is given.
    """
    try:
        parsed = WorkflowConfig.model_validate(dict(config))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(["config", *(str(part) for part in first["loc"])])
        raise InvalidInput(f"{field}: {first['msg']}", field=field, problem=first["type"]) from None
    if not parsed.initial_prompt and parsed.workflow_type != "video-from-image":
        raise InvalidInput(
            "config.initialPrompt: say what the video should show",
            field="config.initialPrompt",
            problem="empty",
        )
    return parsed
