local n = tonumber(arg[1])

local Board = {}
Board.__index = Board

local function filled(size)
  local t = {}
  for i = 0, size - 1 do t[i] = false end
  return t
end

function Board.new(size)
  return setmetatable({size = size, solutions = 0, columns = filled(size), rising = filled(2 * size), falling = filled(2 * size + 1)}, Board)
end

function Board:mark(row, column, taken)
  self.columns[column] = taken
  self.rising[row + column] = taken
  self.falling[row - column + self.size] = taken
end

function Board:place(row)
  if row == self.size then
    self.solutions = self.solutions + 1
    return
  end
  for column = 0, self.size - 1 do
    if not (self.columns[column] or self.rising[row + column] or self.falling[row - column + self.size]) then
      self:mark(row, column, true)
      self:place(row + 1)
      self:mark(row, column, false)
    end
  end
end

local sum = 0
for i = 0, n - 1 do
  local board = Board.new(7 - i % 2)
  board:place(0)
  sum = sum + board.solutions
end
print('queens ' .. sum)
