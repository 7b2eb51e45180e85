local n = tonumber(arg[1])

local function class(parent)
  local c = {}
  c.__index = c
  return setmetatable(c, parent and {__index = parent} or nil)
end

local made = 0
local Shape = class()
function Shape.init(self, x, y)
  self.x, self.y = x, y
  made = made + 1
  return self
end
function Shape:move(dx, dy)
  self.x = self.x + dx
  self.y = self.y + dy
end
function Shape:weight() return self:area() * self:density() + self.x - self.y end
function Shape:density() return 1.0 end

local Circle = class(Shape)
function Circle.init(self, x, y, r)
  Shape.init(self, x, y)
  self.r = r
  return self
end
function Circle.new(...) return Circle.init(setmetatable({}, Circle), ...) end
function Circle:area() return 3.14159 * self.r * self.r end

local Rectangle = class(Shape)
function Rectangle.init(self, x, y, w, h)
  Shape.init(self, x, y)
  self.w, self.h = w, h
  return self
end
function Rectangle.new(...) return Rectangle.init(setmetatable({}, Rectangle), ...) end
function Rectangle:area() return self.w * self.h end

local Square = class(Rectangle)
function Square.new(x, y, side) return Rectangle.init(setmetatable({}, Square), x, y, side, side) end
function Square:density() return 0.5 end

local Triangle = class(Rectangle)
function Triangle.new(...) return Rectangle.init(setmetatable({}, Triangle), ...) end
function Triangle:area() return Rectangle.area(self) / 2 end

local Ring = class(Circle)
function Ring.new(x, y, r, hole)
  local self = Circle.init(setmetatable({}, Ring), x, y, r)
  self.hole = hole
  return self
end
function Ring:area() return Circle.area(self) - 3.14159 * self.hole * self.hole end
function Ring:density() return 2.0 end

local shapes = {}
for i = 0, 199 do
  local kind = i * 7 % 5
  local shape
  if kind == 0 then shape = Circle.new(i, -i, 1 + i % 3)
  elseif kind == 1 then shape = Rectangle.new(i, i, 2, 3)
  elseif kind == 2 then shape = Square.new(-i, i, i % 4)
  elseif kind == 3 then shape = Triangle.new(0, i, 4, i % 5)
  else shape = Ring.new(i, 0, 3, 1) end
  shapes[#shapes + 1] = shape
end
local total = 0.0
for round = 1, n do
  for _, shape in ipairs(shapes) do
    shape:move(0.25, 0.125)
    total = total + shape:weight()
  end
end
print(string.format('shapes %.3f %d', total, made))
