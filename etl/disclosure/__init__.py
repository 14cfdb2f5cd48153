"""What anybody may see of the incidents, and what of it everybody has seen already.

A quarter is published when the files cover it and a month more, and is then frozen. When all four
quarters of a year can be published they are revised, once, and the year's own figures come with them.
What has been published stands in the edition's folder, in two files that the next edition goes on from: the
cells as they were printed, and the exact counts behind the quarters that are still to be
revised. They are shown by the same rename as the edition, so there is no other ledger to lose.
"""

from etl.disclosure.publishing import publish
from etl.disclosure.rule import Rule, tightened

__all__ = ["Rule", "publish", "tightened"]
