"""An archive worked through by the partition, on one machine or many; what stands is not done again."""
